import { findRefusal } from "../../apply/apply.js";
import { outlinesOf } from "../../model/change.js";
import { some } from "../../model/lists/sequence.js";
import type { LoadedPlan } from "../plan/plan.js";
import { checkRestoredFiles } from "../plan/restored-files.js";
import { type AssetLevel, inspectAssets, refuseMissingRoot } from "../project/assets.js";
import { checkMigrations } from "../project/database.js";
import { refusal } from "../project/failure.js";
import type { Project } from "../project/project.js";

/** Throws a failure when the plan must not be applied; nothing has been written by then. */
export async function checkGuards(
  project: Project,
  loaded: LoadedPlan,
  { skipBlocked, assets }: { readonly skipBlocked: boolean; readonly assets: AssetLevel },
): Promise<void> {
  const { plan, incoming } = loaded;
  const { settings } = project;
  checkMigrations(plan.pendingMigrations, settings.database);
  const [guard] = plan.guards;
  if (guard !== undefined) throw refusal(guard.code, guard.reason, guard.help);
  const blocked = findRefusal(plan, skipBlocked);
  if (blocked !== undefined) throw refuseBlocked(blocked);
  checkRestoredFiles(plan, settings);
  if (!(await inspectAssets(project, incoming, assets)) && needsRoot(loaded)) {
    throw refuseMissingRoot(settings);
  }
}

function refuseBlocked(why: string): Error {
  return refusal(
    "plan-blocked",
    `nothing was written: ${why}`,
    "Do what each ! line says, or pass --skip-blocked to apply the rest.",
  );
}

/** Without its folder an estate with images may be half there: nothing is written then, not even a release. */
function needsRoot({ plan, declaresImages }: LoadedPlan): boolean {
  const { make, remake } = plan.summary.thumbnails;
  const isIdle = plan.changes.length + make + remake === 0;
  return !isIdle && (declaresImages || some(outlinesOf(plan.changes), ({ kind }) => kind === "image"));
}
