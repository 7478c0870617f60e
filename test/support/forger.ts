import type { Change } from "../../src/model/change.js";
import type { Plan, ThumbnailChange } from "../../src/model/plan.js";
import type { PlanRequest, SavedPlan } from "../../src/model/saved-plan.js";
import { compareText } from "../../src/model/text-order.js";
import { identifyPlan, summarizePlan } from "../../src/plan/summary.js";
import { writeSavedPlan } from "../../src/saved/write.js";

/** A plan whose every part may be altered. */
// biome-ignore lint/suspicious/noExplicitAny: a forger writes what no type allows
export type OpenPlan = { [part in Exclude<keyof SavedPlan, "digest">]: any };

/** What a forger does to a good plan. */
export interface Forgery {
  readonly name: string;
  /** The code of the refusal. */
  readonly code: string;
  /** 4 unless said. */
  readonly exit?: number;
  readonly alter: (plan: OpenPlan) => void;
  /** What the forger leaves as it was; all else that is derived is derived anew. */
  readonly keeps?: readonly ("planId" | "summary" | "thumbnails")[];
}

/** The bytes of a forged plan: with a digest that fits, and ids, counts and thumbnails too unless they are kept. */
export function forge({ digest: _, ...good }: SavedPlan, forgery: Forgery, asLines: boolean): Buffer {
  const plan = structuredClone(JSON.parse(JSON.stringify(good))) as OpenPlan;
  forgery.alter(plan);
  const keeps = forgery.keeps ?? [];
  const changes = plan.changes as readonly Change[];
  if (!keeps.includes("thumbnails")) followChanges(plan, changes);
  if (!keeps.includes("planId")) plan.planId = identifyPlan(plan.estate, changes);
  if (!keeps.includes("summary")) plan.summary = summarizePlan(changes, plan.blocked.length, plan.thumbnails);
  const { asked, ...rest } = plan;
  return Buffer.from(
    [...writeSavedPlan(rest as Plan, asked as PlanRequest, asLines ? 0 : undefined)].join(""),
  );
}

/** The thumbnails of new and deleted images. */
function followChanges(plan: OpenPlan, changes: readonly Change[]): void {
  const images = changes.filter(({ kind }) => kind === "image");
  const derived = images.flatMap((change): ThumbnailChange[] => {
    const { address } = change;
    if (change.action === "delete")
      return [{ address, action: "remove", sha256: null, reason: "its image is deleted" }];
    if (change.action !== "create") return [];
    return [{ address, action: "make", sha256: String(change.after.sha256), reason: "none yet" }];
  });
  const known = new Set(derived.map(({ address }) => address));
  const others = (plan.thumbnails as ThumbnailChange[]).filter(
    ({ address, action }) => !known.has(address) && action !== "remove",
  );
  plan.thumbnails = [...others, ...derived].sort((a, b) => compareText(a.address, b.address));
}
