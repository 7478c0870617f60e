import { some } from "../../model/lists/sequence.js";
import type { Plan } from "../../model/plan.js";
import type { Context } from "../args/command.js";
import { askYesNo } from "../terminal/consent.js";
import { refusal } from "../terminal/failure.js";
import { type AssetLevel, inspectAssets, refuseMissingRoot } from "./assets.js";
import type { LoadedPlan } from "./prepare-plan.js";
import { checkRestoredFiles } from "./restored-files.js";

/** Throws a failure when the plan must not be applied; nothing has been written by then. */
export async function checkGuards(loaded: LoadedPlan, context: Context): Promise<void> {
  const { plan, settings, incoming } = loaded;
  checkMigrations(plan.pendingMigrations);
  const [guard] = plan.guards;
  if (guard !== undefined) throw refusal(guard.code, guard.reason, guard.help);
  if (plan.blocked.length > 0 && !context.flags.isOn("skip-blocked")) throw refuseBlocked(plan);
  checkRestoredFiles(plan, settings);
  const level = (context.flags.text("assets") ?? "hash") as AssetLevel;
  if (!(await inspectAssets(settings, incoming, level, context)) && needsRoot(loaded)) {
    throw refuseMissingRoot(settings);
  }
}

/** Throws a failure when the database has to be migrated by a person first. */
export function checkMigrations(pending: readonly string[]): void {
  if (pending.length === 0) return;
  const what = pending.length === 1 ? "a pending migration" : `${pending.length} pending migrations`;
  throw refusal(
    "migrations-pending",
    `the database has ${what}`,
    "Run sync db migrate; it makes a copy first.",
  );
}

/** Throws a failure unless --yes or a person at the terminal agrees. */
export async function checkConsent(
  { flags, output }: Context,
  question = "Apply these changes?",
): Promise<void> {
  if (flags.isOn("yes")) return;
  if (!output.interactive) {
    throw refusal(
      "no-consent",
      "nothing was written: nobody can be asked here, and --yes was not given",
      "Pass --yes to go on without a question.",
    );
  }
  const agreed = await askYesNo(`\n${question} [y/N] `, process.stdin, process.stderr);
  if (!agreed)
    throw refusal("no-consent", "nothing was written: the answer was not yes", "Answer y, or pass --yes.");
}

function refuseBlocked({ blocked }: Plan): Error {
  const what = blocked.length === 1 ? "1 change is blocked" : `${blocked.length} changes are blocked`;
  return refusal(
    "plan-blocked",
    `nothing was written: ${what}`,
    "Follow the way out that each ! line names, or pass --skip-blocked to carry out the rest.",
  );
}

/** Without its folder an estate with images may be half there: nothing is written then, not even a release. */
function needsRoot({ plan, declaresImages }: LoadedPlan): boolean {
  const { make, remake } = plan.summary.thumbnails;
  const isIdle = plan.changes.length + make + remake === 0;
  return !isIdle && (declaresImages || some(plan.changes, ({ kind }) => kind === "image"));
}
