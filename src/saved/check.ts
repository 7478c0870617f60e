import type { Address } from "../model/address.js";
import type { PlainDiagnostic } from "../model/diagnostic.js";
import type { DatabaseState } from "../model/observed.js";
import type { ManifestDigest, Plan } from "../model/plan.js";
import type { SavedPlan } from "../model/saved-plan.js";

const PLAN_AGAIN = "Or make a new plan with sync plan --out, and have that one reviewed.";

/** The database that a saved plan is about to be applied to. */
interface Target {
  readonly estate: string;
  readonly state: DatabaseState;
  /** Plan id of the first run on record; null when nothing was applied yet. */
  readonly firstPlan: string | null;
}

/** What the manifests declare now. */
export interface Declared {
  readonly manifests: readonly ManifestDigest[];
  /** The manifest that declares an address. */
  readonly fileOf: (address: Address) => string | undefined;
}

/** Why the plan was not made for this estate and database; undefined when it was. */
export function findTargetProblem(
  plan: Plan,
  { estate, state, firstPlan }: Target,
): PlainDiagnostic | undefined {
  const { base } = plan;
  if (plan.estate !== estate)
    return {
      code: "plan-estate-differs",
      summary: `the plan is for estate ${plan.estate}, but the configuration has estate ${estate}`,
      help: "Apply the plan in the project that it was made in, or pass the --config of that project.",
    };
  // The first apply of a plan for an absent database makes the database; a second one finds it.
  if (base.database === "none" && plan.pendingMigrations.length === 0 && state.id !== "none")
    if (firstPlan === null || firstPlan === plan.planId) return undefined;
  if (base.database !== state.id)
    return {
      code: "plan-database-differs",
      summary: `the plan was made for ${nameDatabase(base.database)}, but this is ${nameDatabase(state.id)}`,
      help: `Name the right database with --db. ${PLAN_AGAIN}`,
    };
  if (base.schemaVersion === state.schemaVersion) return undefined;
  return {
    code: "plan-schema-differs",
    summary: `the plan was made for schema version ${base.schemaVersion}, but the database has ${state.schemaVersion}`,
    help: "Make a new plan with sync plan --out, and have that one reviewed.",
  };
}

/**
 * Why the manifests no longer say what the plan's changes come from; undefined when they do. Other manifests may say
 * what they like, unless they declare again what the plan deletes or releases.
 */
export function findManifestProblem(
  { changes, manifests }: Plan,
  declared: Declared,
): PlainDiagnostic | undefined {
  const isSame = compareDigests(manifests, declared.manifests);
  for (const change of changes) {
    if (change.action === "release" || change.action === "delete") {
      const file = declared.fileOf(change.address);
      if (file !== undefined) return manifestProblem(`${change.address} is declared again, in ${file}`);
    } else if (!isSame(change.manifest)) {
      return manifestProblem(`${change.manifest} changed after the plan was made`);
    }
  }
  return undefined;
}

/** The plan without baseline records of manifests that changed since; the next plan updates those. */
export function dropOldRecords<P extends SavedPlan>(plan: P, manifests: readonly ManifestDigest[]): P {
  const isSame = compareDigests(plan.manifests, manifests);
  return { ...plan, records: plan.records.filter(({ manifest }) => isSame(manifest)) };
}

function compareDigests(
  planned: readonly ManifestDigest[],
  current: readonly ManifestDigest[],
): (file: string) => boolean {
  const before = new Map(planned.map(({ file, sha256 }) => [file, sha256]));
  const now = new Map(current.map(({ file, sha256 }) => [file, sha256]));
  return (file) => before.has(file) && before.get(file) === now.get(file);
}

function manifestProblem(summary: string): PlainDiagnostic {
  return {
    code: "plan-manifest-changed",
    summary,
    help: `Check out the commit that was planned. ${PLAN_AGAIN}`,
  };
}

function nameDatabase(id: string): string {
  return id === "none" ? "a database that was absent or not migrated" : `database ${id}`;
}
