import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { type Change, type ChangeOutline, outlineChange } from "../model/change.js";
import type { PlainDiagnostic } from "../model/diagnostic.js";
import { digestJson } from "../model/digest.js";
import {
  canonicalJson,
  isCanonicalJson,
  isJsonObject,
  isNestedDeeper,
  type Json,
  type JsonObject,
} from "../model/json.js";
import type { Lists, Sequence } from "../model/lists/sequence.js";
import { PLAN_FORMAT, type ThumbnailChange } from "../model/plan.js";
import type { SavedPlan } from "../model/saved-plan.js";
import { validatePlan } from "./generated/validators.js";
import { LINE_END, LineTooLong, splitLines } from "./lines.js";
import { PlanCheck } from "./plan-check.js";

interface Refusal {
  readonly plan: undefined;
  readonly problem: PlainDiagnostic;
}

type ReadResult = { readonly plan: SavedPlan } | Refusal;

/**
 * Reads a plan's file, whose bytes come in pieces. A file of another format, with other bytes than were written, is a
 * problem. Of a plan with many changes those beyond what `lists` allows lie in a temporary file afterwards.
 */
export function readSavedPlan(pieces: Iterable<Buffer>, lists: Lists): ReadResult {
  const lines = splitLines(pieces);
  try {
    return readFrom(lines, lists);
  } catch (error) {
    if (error instanceof LineTooLong) return notSaved(`: ${error.message}`);
    throw error;
  } finally {
    // Whoever refuses a file early must not leave it open.
    lines.return();
  }
}

function readFrom(lines: Generator<Buffer, void, undefined>, lists: Lists): ReadResult {
  const first = lines.next();
  const head = first.done ? undefined : parseLine(first.value);
  if (first.done || !isJsonObject(head) || typeof head.formatVersion !== "string") return notSaved("");
  if (head.formatVersion !== PLAN_FORMAT)
    return refuse(
      "plan-format-unknown",
      `the plan has format ${head.formatVersion}; this program reads ${PLAN_FORMAT}`,
      "Make a new plan with this version of album-sync, or use the version that made this one.",
    );
  const second = lines.next();
  if (second.done) return isWhole(head, first.value) ? checkShape(head, lists) : ALTERED;
  return readLines(head, first.value, second.value, lines, lists);
}

function notSaved(reason: string): Refusal {
  return refuse(
    "plan-file-invalid",
    `the file is not a saved plan${reason}`,
    "Name a file that sync plan --out wrote.",
  );
}

const ALTERED = refuse(
  "plan-file-altered",
  "the plan file was altered after it was written: its digest does not match",
  "Use the file exactly as sync plan --out wrote it, without line ending conversion, or make a new plan.",
);

function isWhole(value: JsonObject, bytes: Buffer): boolean {
  const { digest, ...content } = value;
  return digest === digestJson(content) && isAsWritten(value, bytes);
}

function checkShape(plan: unknown, lists: Lists): ReadResult {
  const problem = findShapeProblem(plan);
  if (problem !== undefined) return problem;
  // The generated types differ from the model in being mutable and in knowing less of what a field may hold.
  const saved = plan as SavedPlan;
  const check = new PlanCheck(saved, lists);
  for (const change of saved.changes) check.addChange(change);
  for (const thumbnail of saved.thumbnails) check.addThumbnail(thumbnail);
  return conclude(saved, check);
}

function conclude(plan: SavedPlan, check: PlanCheck): ReadResult {
  const problem = check.finish();
  return problem === undefined ? { plan } : { plan: undefined, problem };
}

const DOUBLE_LISTS = refuse(
  "plan-file-invalid",
  "the file is not a saved plan: its first line has changes, thumbnails or a digest, which have lines of their own",
  "Make a new plan with sync plan --out.",
);

const OWN_LINES = ["changes", "thumbnails", "digest"];

/** Number of entries that are validated together. */
const CHECKED_TOGETHER = 500;

/** Reads the lines after the head; `next` is the first of them. */
function readLines(
  head: JsonObject,
  first: Buffer,
  next: Buffer,
  lines: Iterable<Buffer>,
  lists: Lists,
): ReadResult {
  const hash = createHash("sha256").update(first);
  const changes = lists.start<Change, ChangeOutline>(outlineChange);
  const thumbnails = lists.start<ThumbnailChange>();
  let waiting: Json[] = [];
  let checked = 0;
  let problem = findHeadProblem(head, first);
  let content: PlanCheck | undefined;
  const check = () => {
    const plan = joinPlan(head, waiting.filter(isChange), waiting.filter(isThumbnail)) as SavedPlan;
    problem ??= findShapeProblem(plan, `, in lines ${checked + 2} to ${checked + waiting.length + 1}`);
    checked += waiting.length;
    // What has the wrong shape can't be looked into.
    if (problem === undefined) {
      content ??= new PlanCheck(plan, lists);
      for (const value of waiting) addEntry(content, value);
    }
    waiting = [];
  };
  let last = next;
  let isIntact = true;
  for (const line of lines) {
    hash.update(last);
    const value = parseCanonical(last);
    last = line;
    if (value === undefined) isIntact = false;
    else {
      if (isChange(value)) changes.push(value as unknown as Change);
      else thumbnails.push(value as unknown as ThumbnailChange);
      waiting.push(value);
      if (waiting.length >= CHECKED_TOGETHER) check();
    }
  }
  check();
  const digest = hash.digest("hex");
  if (!isIntact || !last.equals(Buffer.from(`${canonicalJson({ digest })}\n`))) return ALTERED;
  if (problem !== undefined) return problem;
  const plan = { ...joinPlan(head, changes, thumbnails), digest } as SavedPlan;
  return conclude(plan, (content as PlanCheck | undefined) ?? new PlanCheck(plan, lists));
}

function findHeadProblem(head: JsonObject, line: Buffer): Refusal | undefined {
  if (OWN_LINES.some((key) => key in head)) return DOUBLE_LISTS;
  return isAsWritten(head, line) ? undefined : ALTERED;
}

function addEntry(check: PlanCheck, value: Json): void {
  if (isChange(value)) check.addChange(value as unknown as Change);
  else check.addThumbnail(value as unknown as ThumbnailChange);
}

function joinPlan(head: JsonObject, changes: Sequence<unknown>, thumbnails: Sequence<unknown>): object {
  return { ...head, digest: NO_DIGEST, changes, thumbnails };
}

const NO_DIGEST = "0".repeat(64);

/** Tells the lines of changes from those of thumbnails, which have no kind. */
function isChange(value: Json): boolean {
  return isJsonObject(value) && "kind" in value;
}

function isThumbnail(value: Json): boolean {
  return !isChange(value);
}

/** `where`: the part of the file that this plan is of, in which its places are counted. */
function findShapeProblem(plan: unknown, where = ""): Refusal | undefined {
  if (validatePlan(plan)) return undefined;
  const [error] = validatePlan.errors ?? [];
  return refuse(
    "plan-file-invalid",
    `the file is not a saved plan: ${error?.instancePath || "/"} ${error?.message ?? "is wrong"}${where}`,
    "Make a new plan with sync plan --out.",
  );
}

/** A value in a plan may be one of a row, inside a list of differences. */
const MOST_LEVELS = 1100;

function parseLine(line: Buffer): Json | undefined {
  try {
    const value = JSON.parse(line.toString("utf8")) as Json;
    return isNestedDeeper(value, MOST_LEVELS) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** The value of a line in the one form that it is written in: of equal keys a reader would see one, and the program the other. */
function parseCanonical(line: Buffer): Json | undefined {
  const value = parseLine(line);
  return value !== undefined && isAsWritten(value, line) ? value : undefined;
}

function isAsWritten(value: Json, line: Buffer): boolean {
  const text = line.toString("utf8", 0, line.length - 1);
  return line.at(-1) === LINE_END && isUtf8(line) && isCanonicalJson(value, text);
}

function refuse(code: string, summary: string, help: string): Refusal {
  return { plan: undefined, problem: { code, summary, help } };
}
