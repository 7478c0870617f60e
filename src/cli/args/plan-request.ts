import { usageFailure } from "../../engine/project/failure.js";
import { type Kind, parseAddress } from "../../model/address.js";
import type { PlanRequest } from "../../model/saved-plan.js";
import type { Flags } from "./flags.js";
import { PLAN_OPTIONS, REFRESH } from "./options.js";

/** What the flags of plan and apply ask. Throws a usage failure for a word that is no address. */
export function readPlanRequest(flags: Flags): PlanRequest {
  return {
    prune: flags.isOn("prune"),
    restore: readRestore(flags.list("restore")),
    allowDeletes: flags.count("allow-deletes") ?? 0,
    deleteForeign: flags.isOn("delete-foreign"),
    retryThumbnails: flags.isOn("retry"),
    ...readTargets(flags),
  };
}

/** Throws a usage failure for a target beside --prune. */
function readTargets(flags: Flags): Pick<PlanRequest, "targets" | "kinds"> {
  const targets = flags.list("target");
  const kind = flags.text("kind");
  if (flags.isOn("prune") && targets.length + (kind === undefined ? 0 : 1) > 0)
    throw usageFailure(
      "--prune does not go with --target or --kind",
      "A targeted plan never deletes: prune in a run of its own.",
    );
  return { targets, kinds: kind === undefined ? [] : [kind as Kind] };
}

function readRestore(words: readonly string[]): PlanRequest["restore"] {
  const wrong = words.find((word) => word !== "all" && parseAddress(word) === undefined);
  if (wrong !== undefined) {
    throw usageFailure(
      `--restore can't be "${wrong}"`,
      "Give an address as the plan shows it, e.g. album:decks/first, or all.",
    );
  }
  return words.includes("all") ? "all" : words;
}

/**
 * Throws a usage failure for an option that shaped a saved plan and travels in it. `--retry` is about the thumbnails that
 * follow, whatever the plan.
 */
export function rejectPlanOptions(flags: Flags): void {
  const shaping = [...PLAN_OPTIONS, REFRESH].map(({ name }) => name);
  const given = flags.firstGiven(shaping.filter((name) => name !== "retry"));
  if (given === undefined) return;
  throw usageFailure(
    `--${given} can't change a saved plan`,
    `Give --${given} to sync plan --out, so that it is part of what is reviewed.`,
  );
}

// A targeted plan leaves deletes out, which would make the comparison untrue.
const NOT_WITH_BASE = [
  "target",
  "kind",
  "out",
  "refresh",
  "prune",
  "restore",
  "allow-deletes",
  "delete-foreign",
  "retry",
  "assets",
  "require-database",
];

/** Throws a usage failure for an option that does nothing in a plan between two states of the manifests. */
export function rejectWithBase(flags: Flags): void {
  flags.rejectBeside("--base", NOT_WITH_BASE, "--base compares whole manifests, and nothing but manifests.");
}
