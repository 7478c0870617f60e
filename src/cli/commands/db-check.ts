import { randomUUID } from "node:crypto";
import type { CheckFinding } from "../../db/check/check.js";
import type { RebuildReport } from "../../db/check/rebuild.js";
import type { Settings } from "../../model/estate.js";
import { formatTime } from "../../model/time.js";
import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS, LOCK_TIMEOUT, YES } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync db check`: look for damage in the database, and repair what can be derived. */
export const dbCheck: Command = {
  name: "db check",
  summary: "look for damage in the database; exit 1 when there is some",
  details: `Runs the checks of SQLite and reads everything that the tables of sync hold. Damaged pages of a table come back from a
backup only. --rebuild-baseline repairs the rest: it rebuilds indexes, triggers and what sync remembers of manifests, so
that the next plan compares everything, and empties damaged records. A record whose row is there becomes nobody's; the next
plan adopts it if a manifest declares it. No row of the backend is written.`,
  args: [],
  options: [
    { name: "rebuild-baseline", summary: "rebuild what can be derived, and empty damaged records" },
    YES,
    LOCK_TIMEOUT,
    ...FORMAT_OPTIONS,
  ],
  examples: [
    { line: "sync db check", does: "list what is damaged, with table and row" },
    {
      line: "sync db check --rebuild-baseline --yes",
      does: "repair what can be derived; then run sync plan",
    },
  ],
  run: checkContents,
};

async function checkContents(context: Context): Promise<ExitCode> {
  const { flags, output } = context;
  const { readSettings } = await import("../work/project.js");
  const settings = await readSettings(context);
  const found = await findDamage(settings);
  const wanted = flags.isOn("rebuild-baseline");
  if (!output.json || wanted) await printText(context, describeFindings(found), output.json);
  const repaired = wanted ? await rebuild(settings, context) : null;
  const left = repaired === null ? found : await findDamage(settings);
  if (output.json) {
    const { writeJson } = await import("../../report/formats/json-text.js");
    output.print(writeJson({ findings: left, repaired }));
  } else if (repaired !== null) {
    output.print(describeRepair(repaired, left));
  }
  return left.length === 0 ? EXIT.success : EXIT.failure;
}

/** In JSON the text goes where it does not get in the way of the result. */
async function printText({ output }: Context, text: string, isJson: boolean): Promise<void> {
  if (isJson) output.say(text);
  else output.print(text);
}

async function findDamage(settings: Settings): Promise<readonly CheckFinding[]> {
  const [{ withAnyDatabase }, { checkDatabase }] = await Promise.all([
    import("../work/database.js"),
    import("../../db/check/check.js"),
  ]);
  return withAnyDatabase(settings, "read", checkDatabase);
}

async function rebuild(settings: Settings, context: Context): Promise<RebuildReport> {
  const [{ withDatabase }, { withLease }, { checkConsent }, { rebuildBaseline }, { identifyRunner }] =
    await Promise.all([
      import("../work/database.js"),
      import("../work/lease.js"),
      import("../work/apply-guards.js"),
      import("../../db/check/rebuild.js"),
      import("../terminal/run-header.js"),
    ]);
  await checkConsent(context, "Rebuild the baseline?");
  const runner = identifyRunner(settings.projectDir);
  const run = {
    ...runner,
    estate: settings.estate,
    command: "db check --rebuild-baseline",
    planId: "",
    startedAt: formatTime(context.now()),
    servedFrom: "",
  };
  return withDatabase(settings, "write", (handle) =>
    withLease(handle, runner, "db check", context, (lease) =>
      rebuildBaseline(handle, { run, clock: context.now, newId: randomUUID, lease }),
    ),
  );
}

function describeFindings(findings: readonly CheckFinding[]): string {
  if (findings.length === 0) return "Nothing is damaged.";
  const lines = findings.map(
    ({ table, row, detail }) =>
      `${[table ?? "database", ...(row === null ? [] : [row])].join(", ")}: ${detail}`,
  );
  return [...lines, "", `${findings.length === 1 ? "1 finding" : `${findings.length} findings`}.`].join("\n");
}

function describeRepair(
  { released, emptied, dropped, runs, isRenamed }: RebuildReport,
  left: readonly CheckFinding[],
): string {
  const lines = [
    "Rebuilt the baseline: the next plan reads every manifest and compares every row.",
    ...released.map(
      (address) => `Released ${address}: its record was damaged; the next plan adopts it if it is declared.`,
    ),
    ...emptied.map((address) => `Emptied the record of ${address}, whose row is gone.`),
    ...dropped.map((address) => `Dropped the record ${JSON.stringify(address)}, which names no object.`),
    ...(runs.length === 0
      ? []
      : [`Dropped the damaged changes of run ${runs.join(", ")}; they can't be reversed.`]),
    ...(isRenamed
      ? ["Gave the database a new identity: plans that were saved before no longer fit it."]
      : []),
  ];
  if (left.length === 0) return [...lines, "Nothing is damaged now. Run sync plan."].join("\n");
  return [...lines, "", "Still damaged; restore a backup:", describeFindings(left)].join("\n");
}
