import type { OptionSpec } from "./option-spec.js";
import { ALLOW_DELETES, DELETE_FOREIGN, FORMAT_OPTIONS, LOCK_TIMEOUT, OUT } from "./options.js";

/** How many runs `sync history` shows. */
export const DEFAULT_RUN_LIMIT = 20;

/** What goes with --reverse only. */
export const REVERSE_OPTIONS: readonly OptionSpec[] = [
  OUT,
  { name: "prune", summary: "with --reverse: delete the rows that the run made (files stay)" },
  ALLOW_DELETES,
  DELETE_FOREIGN,
];

/** The options of `sync history`. */
export const HISTORY_OPTIONS: readonly OptionSpec[] = [
  {
    name: "limit",
    short: "n",
    value: { kind: "count", label: "N", min: 1 },
    summary: `how many runs to show (default: ${DEFAULT_RUN_LIMIT})`,
  },
  {
    name: "reverse",
    value: { kind: "count", label: "RUN", min: 1 },
    summary: "plan to undo this run",
  },
  ...REVERSE_OPTIONS,
  {
    name: "keep",
    value: { kind: "count", label: "N", min: 1 },
    summary: "delete the stored changes of all but the newest N runs",
  },
  LOCK_TIMEOUT,
  ...FORMAT_OPTIONS,
];
