import { KINDS } from "../../model/address.js";
import type { OptionSpec } from "./option-spec.js";

/** Options of every command. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  {
    name: "cwd",
    short: "C",
    value: { kind: "folder", label: "DIR" },
    summary: "run as if started in DIR",
  },
  {
    name: "config",
    value: { kind: "file", label: "FILE" },
    variable: "SYNC_CONFIG",
    summary: "configuration file (default: sync.config.yaml in this or the nearest parent folder)",
  },
  {
    name: "db",
    value: { kind: "text", label: "URL" },
    variable: "SYNC_DB",
    summary: "database, e.g. sqlite:data/albums.db or postgres://host/name (default: from the configuration)",
  },
  {
    name: "untrusted",
    variable: "SYNC_UNTRUSTED",
    summary: "for an untrusted checkout: read and write nothing outside the project",
  },
  { name: "quiet", short: "q", summary: "no progress and no hints" },
  { name: "verbose", short: "v", summary: "more detail, and the stack trace of a failure" },
  {
    name: "color",
    value: { kind: "choice", choices: ["auto", "always", "never"] },
    summary: "colours (default: auto, on a terminal; NO_COLOR and FORCE_COLOR are honoured)",
  },
  { name: "no-color", summary: "the same as --color never" },
  { name: "no-input", summary: "never ask" },
  { name: "help", short: "h", summary: "show help" },
  { name: "version", short: "V", summary: "show the version" },
];

export const JSON_OPTION: OptionSpec = { name: "json", summary: "the same as --format json" };

/** Of commands whose result has a JSON form. */
export const FORMAT_OPTIONS: readonly OptionSpec[] = [
  {
    name: "format",
    value: { kind: "choice", choices: ["text", "json"] },
    summary: "output format (default: text)",
  },
  JSON_OPTION,
];

export const DETAILED_EXITCODE: OptionSpec = {
  name: "detailed-exitcode",
  summary: "exit 2 if there are changes to apply",
};

export const ASSETS: OptionSpec = {
  name: "assets",
  value: { kind: "choice", choices: ["none", "stat", "hash"] },
  summary: "how to check picture files: not at all, existence and size, or every byte",
};

export const WORKERS: OptionSpec = {
  name: "workers",
  value: { kind: "count", label: "N", min: 1 },
  summary: "how many thumbnails to create in parallel",
};

export const NO_THUMBNAILS: OptionSpec = { name: "no-thumbnails", summary: "write rows only" };

export const THUMBNAILS: OptionSpec = {
  name: "thumbnails",
  value: { kind: "choice", choices: ["create", "queue"] },
  summary: "create thumbnails here (default), or leave them to sync worker, on a PostgreSQL database",
};

export const YES: OptionSpec = { name: "yes", short: "y", summary: "don't ask" };

export const RETRY: OptionSpec = { name: "retry", summary: "try failed thumbnails again" };

export const LOCK_TIMEOUT: OptionSpec = {
  name: "lock-timeout",
  value: { kind: "text", label: "TIME" },
  variable: "SYNC_LOCK_TIMEOUT",
  summary: "how long to wait for another run or writing program, e.g. 5m (default: 30s)",
};

export const REQUIRE_DATABASE: OptionSpec = {
  name: "require-database",
  summary: "stop if the database is missing or empty, instead of creating one",
};

/** Where a plan is saved. */
export const OUT: OptionSpec = {
  name: "out",
  short: "o",
  value: { kind: "file", label: "FILE" },
  summary: "also save the plan, for sync apply FILE",
};

export const ALLOW_DELETES: OptionSpec = {
  name: "allow-deletes",
  value: { kind: "count", label: "N" },
  summary: "allow up to N deletes and releases of each kind, even above the budget",
};

export const DELETE_FOREIGN: OptionSpec = {
  name: "delete-foreign",
  summary: "delete rows even if labels, links or jobs of other programs refer to them",
};

/** Of commands that make a plan. */
export const REFRESH: OptionSpec = {
  name: "refresh",
  summary: "read every manifest and compare every row, even if nothing changed since the last apply",
};

/** What shapes a plan, the same for plan and apply. */
export const PLAN_OPTIONS: readonly OptionSpec[] = [
  RETRY,
  { name: "prune", summary: "delete the rows of objects that no manifest declares any more (files stay)" },
  ALLOW_DELETES,
  {
    name: "restore",
    value: { kind: "list", label: "ADDRESS|all", candidates: "addresses" },
    summary: "restore rows that somebody deleted in the database",
  },
  {
    name: "target",
    value: { kind: "list", label: "GLOB", candidates: "addresses" },
    summary: "only objects with a matching address, e.g. image:decks/**; deletes and releases nothing",
  },
  {
    name: "kind",
    value: { kind: "choice", choices: KINDS },
    summary: "only objects of this kind; deletes and releases nothing",
  },
  DELETE_FOREIGN,
];

/** A longer list of choices stands in the explanation of its option. */
const LONGEST_CHOICES = 40;

/** How the value of an option is shown: `N`, `text|json`; empty for a switch. */
export function valueLabel({ name, value }: OptionSpec): string {
  if (value === undefined) return "";
  if (value.kind !== "choice") return value.label;
  const choices = value.choices.join("|");
  return choices.length > LONGEST_CHOICES ? name.toUpperCase() : choices;
}

/** What a value may be, where its label does not say so. */
export function listChoices(spec: OptionSpec): string {
  const { value } = spec;
  if (value?.kind !== "choice" || valueLabel(spec) !== spec.name.toUpperCase()) return "";
  return value.choices.join(", ");
}
