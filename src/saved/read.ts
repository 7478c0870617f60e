import { createHash } from "node:crypto";
import { digestJson } from "../model/digest.js";
import { canonicalJson, isJsonObject, type Json, type JsonObject } from "../model/json.js";
import { PLAN_FORMAT } from "../model/plan.js";
import type { SavedPlan, SavedPlanProblem } from "../model/saved-plan.js";
import { validatePlan } from "./generated/validators.js";

export type ReadResult =
  | { readonly plan: SavedPlan }
  | { readonly plan: undefined; readonly problem: SavedPlanProblem };

/** Reads the bytes of a plan's file. A file of another format, with other bytes than were written, is a problem. */
export function readSavedPlan(bytes: Buffer): ReadResult {
  const lines = splitLines(bytes);
  const values = lines.map(parseLine);
  const [first] = values;
  if (!isJsonObject(first) || typeof first.formatVersion !== "string")
    return refuse(
      "plan-file-invalid",
      "the file holds no saved plan",
      "Name a file that sync plan --out wrote.",
    );
  if (first.formatVersion !== PLAN_FORMAT)
    return refuse(
      "plan-format-unknown",
      `the plan has format ${first.formatVersion}; this program reads ${PLAN_FORMAT}`,
      "Make the plan anew with this version of album-sync, or use the version that made it.",
    );
  const plan = values.length === 1 ? joinOne(first, bytes) : joinLines(values, lines, bytes);
  if (plan === undefined)
    return refuse(
      "plan-file-altered",
      "the plan file was altered after it was written: its digest does not fit",
      "Take the file as sync plan --out wrote it (no editor, no line ending conversion), or make a new plan.",
    );
  return checkShape(plan);
}

function checkShape(plan: unknown): ReadResult {
  // The generated types differ from the model in being mutable and in knowing less of what a field may hold.
  if (validatePlan(plan)) return { plan: plan as unknown as SavedPlan };
  const [error] = validatePlan.errors ?? [];
  return refuse(
    "plan-file-invalid",
    `the file holds no saved plan: ${error?.instancePath || "/"} ${error?.message ?? "is wrong"}`,
    "Make the plan anew with sync plan --out.",
  );
}

function joinOne(value: JsonObject, bytes: Buffer): JsonObject | undefined {
  const { digest, ...content } = value;
  const isIntact = digest === digestJson(content) && bytes.equals(Buffer.from(`${canonicalJson(value)}\n`));
  return isIntact ? value : undefined;
}

function joinLines(
  values: readonly (Json | undefined)[],
  lines: readonly Buffer[],
  bytes: Buffer,
): JsonObject | undefined {
  const last = lines.at(-1) as Buffer;
  const digest = createHash("sha256")
    .update(bytes.subarray(0, last.byteOffset - bytes.byteOffset))
    .digest("hex");
  if (!last.equals(Buffer.from(`${canonicalJson({ digest })}\n`)) || values.includes(undefined))
    return undefined;
  return { ...(values[0] as JsonObject), changes: values.slice(1, -1) as Json[], digest };
}

/** The lines with their ends. */
function splitLines(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(10, start);
    const next = end === -1 ? bytes.length : end + 1;
    lines.push(bytes.subarray(start, next));
    start = next;
  }
  return lines;
}

function parseLine(line: Buffer): Json | undefined {
  try {
    return JSON.parse(line.toString("utf8")) as Json;
  } catch {
    return undefined;
  }
}

function refuse(code: string, summary: string, help: string): ReadResult {
  return { plan: undefined, problem: { code, summary, help } };
}
