import { digestJson } from "../../src/model/digest.js";
import type { OpenPlan } from "../support/forger.js";

export const HASH = digestJson("other bytes");
export const CONTENT = "plan-content-invalid";
export const DERIVED = "plan-derived-differs";

// biome-ignore lint/suspicious/noExplicitAny: a forger writes what no type allows
export type Any = any;

export const find = (plan: OpenPlan, action: string, kind: string): Any =>
  plan.changes.find((change: Any) => change.action === action && change.kind === kind);
export const image = (plan: OpenPlan): Any => find(plan, "create", "image");
export const album = (plan: OpenPlan): Any => find(plan, "create", "album");
export const template = (plan: OpenPlan): Any => find(plan, "create", "set-template");
export const sort = (plan: OpenPlan): void => {
  plan.changes.sort((a: Any, b: Any) => (a.address < b.address ? -1 : 1));
};

/** Gives a new image another path; everything that follows from the path is as it should be. */
export function moveImage(plan: OpenPlan, address: string, filename: string): void {
  const change = image(plan);
  change.address = address;
  change.filename = filename;
  sort(plan);
}
