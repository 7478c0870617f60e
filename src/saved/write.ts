import { createHash } from "node:crypto";
import { digestJson } from "../model/digest.js";
import { canonicalJson, type Json } from "../model/json.js";
import type { Plan } from "../model/plan.js";
import type { PlanRequest } from "../model/saved-plan.js";

/** With more changes than this a file is JSON Lines, so that no reader needs it in one piece. */
const MOST_CHANGES_IN_ONE = 10_000;

/**
 * The text of a plan's file in parts. One canonical JSON object and a newline; above {@link MOST_CHANGES_IN_ONE}
 * changes canonical JSON Lines: the object without changes, thumbnails and digest, a line for each change, one for each
 * thumbnail, and the digest of the bytes before. Equal plans give equal bytes.
 */
export function* writeSavedPlan(
  plan: Plan,
  asked: PlanRequest,
  mostInOne = MOST_CHANGES_IN_ONE,
): Generator<string> {
  if (plan.changes.length > mostInOne) {
    yield* writeLines(plan, asked);
    return;
  }
  const content = { ...plan, asked } as unknown as { readonly [key: string]: Json };
  yield `${canonicalJson({ ...content, digest: digestJson(content) })}\n`;
}

function* writeLines(plan: Plan, asked: PlanRequest): Generator<string> {
  const hash = createHash("sha256");
  for (const part of listParts(plan, asked)) {
    const line = `${canonicalJson(part as Json)}\n`;
    hash.update(line);
    yield line;
  }
  yield `${canonicalJson({ digest: hash.digest("hex") })}\n`;
}

function* listParts({ changes, thumbnails, ...head }: Plan, asked: PlanRequest): Generator<unknown> {
  yield { ...head, asked };
  yield* changes;
  yield* thumbnails;
}
