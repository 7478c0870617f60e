import type { Browser } from "../../engine/browse/browser.js";
import type { IndexedManifest } from "../../engine/browse/manifest-index.js";
import { type CurrentPlan, type PlanOutcome, Superseded } from "../../engine/browse/plan-messages.js";
import { Failure } from "../../engine/project/failure.js";
import type { Address } from "../../model/address.js";
import { isBusy } from "../plan/plan-view.js";
import { FLAG, type Schema } from "../schema/schema.js";
import type { Site } from "../site/site.js";

/** How things stand, for rows of templates and albums. */
export interface Standing {
  readonly manifests: readonly IndexedManifest[];
  /** False while the plan is being made. */
  readonly isKnown: boolean;
  /** Undefined while it is being made, or where none can be made. */
  readonly plan: CurrentPlan | undefined;
  /** Manifests with errors, relative to the project folder. */
  readonly invalid: ReadonlySet<string>;
}

/** Query parameter of what tells states. */
export const WAIT: Schema = {
  ...FLAG,
  description: "True: answer once the plan is known, so that every state is. Otherwise some may be null",
};

/**
 * The manifests and the plan of this moment. An estate that can't be planned is still shown. `wait`: until the plan is known;
 * otherwise it may be being made still, and the event `plan` tells when it is.
 */
export async function readStanding({ browser }: Site, wait: boolean): Promise<Standing> {
  const { manifests } = await browser.readManifests();
  const outcome = wait ? await waitForPlan(browser) : await browser.peekPlan();
  return {
    manifests,
    isKnown: outcome !== undefined,
    plan: outcome !== undefined && "plan" in outcome ? outcome.plan : undefined,
    invalid: outcome !== undefined && "error" in outcome ? listInvalid(outcome.error) : new Set(),
  };
}

function waitForPlan(browser: Browser): Promise<PlanOutcome> {
  return browser.readPlan().then(
    (plan) => ({ plan }),
    (error: unknown) => {
      // A moment later it may be known: no answer to who waits for it.
      if (isBusy(error)) throw error;
      return { error };
    },
  );
}

/** The files that errors are in. */
function listInvalid(error: unknown): ReadonlySet<string> {
  const diagnostics = error instanceof Failure ? error.diagnostics : [];
  return new Set(
    diagnostics.flatMap(({ source, severity }) => (source && severity === "error" ? [source.file] : [])),
  );
}

/** How one object stands; null while that is not known yet. `manifest`: what declares it. */
export function stateOf(
  address: Address | null,
  manifest: IndexedManifest | undefined,
  { isKnown, plan, invalid }: Standing,
): string | null {
  if (manifest === undefined) return "undeclared";
  if (manifest.isBroken || [manifest.shown, ...manifest.usedShown].some((file) => invalid.has(file)))
    return "invalid";
  if (!isKnown) return null;
  if (plan === undefined) return "unknown";
  const own = address === null ? undefined : plan.states.get(address);
  return own ?? plan.files.get(manifest.shown) ?? "in-sync";
}

/** Drift of one object, field by field, as the plan would repair it; null while that is not known yet. */
export async function listDrift(
  address: Address,
  { isKnown, plan }: Standing,
  wait: boolean,
): Promise<readonly object[] | null> {
  if (!isKnown) return null;
  if (plan?.states.get(address) !== "drifted") return [];
  const finding = plan.findChange(address);
  if (!wait && !plan.isAtHand()) {
    // The event tells when it is.
    finding.catch(() => {});
    return null;
  }
  const change = await finding.catch(nullIfSuperseded);
  if (change === null) return null;
  if (change === undefined || !("diffs" in change)) return [];
  return change.diffs
    .filter(({ cause }) => cause === "drift")
    .map(({ field, before, after, added, removed }) => ({
      field,
      declared: after ?? added ?? null,
      observed: before ?? removed ?? null,
    }));
}

/** Files or rows changed meanwhile: the event tells when there is the next plan. */
function nullIfSuperseded(error: unknown): null {
  if (error instanceof Superseded) return null;
  throw error;
}

/**
 * The manifest that declares an object of this kind and slug. One that can't be read counts as that of the row that it declared
 * at the last apply. `recorded`: the manifest of that row.
 */
export function findManifest(
  kind: IndexedManifest["kind"],
  slug: string | null,
  recorded: string | null,
  { manifests }: Pick<Standing, "manifests">,
): IndexedManifest | undefined {
  if (slug === null) return undefined;
  return (
    manifests.find((one) => one.kind === kind && one.slug === slug) ??
    manifests.find((one) => one.isBroken && one.shown === recorded)
  );
}
