import type { IndexedManifest } from "../../engine/browse/manifest-index.js";
import type { CurrentPlan } from "../../engine/browse/plan-messages.js";
import { Failure } from "../../engine/project/failure.js";
import type { Address } from "../../model/address.js";
import type { Site } from "../site/site.js";

/** How things stand, for rows of templates and albums. */
export interface Standing {
  readonly manifests: readonly IndexedManifest[];
  /** Undefined while a manifest is invalid. */
  readonly plan: CurrentPlan | undefined;
  /** Manifests with errors, relative to the project folder. */
  readonly invalid: ReadonlySet<string>;
}

/** The manifests and the plan of this moment. An estate that can't be planned is still shown. */
export async function readStanding({ browser }: Site): Promise<Standing> {
  const { manifests } = await browser.readManifests();
  const plan = await browser.readPlan().catch((error: unknown) => listInvalid(error));
  return "plan" in plan
    ? { manifests, plan, invalid: new Set() }
    : { manifests, plan: undefined, invalid: plan };
}

/** The files that errors are in. */
function listInvalid(error: unknown): ReadonlySet<string> {
  const diagnostics = error instanceof Failure ? error.diagnostics : [];
  return new Set(
    diagnostics.flatMap(({ source, severity }) => (source && severity === "error" ? [source.file] : [])),
  );
}

/** How one object stands. `manifest`: what declares it. */
export function stateOf(
  address: Address | null,
  manifest: IndexedManifest | undefined,
  { plan, invalid }: Standing,
): string {
  if (manifest === undefined) return "undeclared";
  if (manifest.isBroken || [manifest.shown, ...manifest.usedShown].some((file) => invalid.has(file)))
    return "invalid";
  if (plan === undefined) return "unknown";
  const own = address === null ? undefined : plan.states.get(address);
  return own ?? plan.files.get(manifest.shown) ?? "in-sync";
}

/** Drift of one object, field by field, as the plan would repair it. */
export async function listDrift(address: Address, { plan }: Standing): Promise<readonly object[]> {
  if (plan?.states.get(address) !== "drifted") return [];
  const change = await plan.findChange(address);
  if (change === undefined || !("diffs" in change)) return [];
  return change.diffs
    .filter(({ cause }) => cause === "drift")
    .map(({ field, before, after, added, removed }) => ({
      field,
      declared: after ?? added ?? null,
      observed: before ?? removed ?? null,
    }));
}
