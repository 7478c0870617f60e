import type { CheckFinding } from "../../../db/check/check.js";
import type { RebuildReport } from "../../../db/check/rebuild.js";
import type { DatabaseReport } from "../../../engine/inspect-database.js";
import { adviseMigration } from "../../../engine/project/migration-help.js";
import { count } from "../../../model/words.js";

/** What a profile means to a person. */
const PROFILES: { readonly [N in DatabaseReport["state"]["profile"]]: string } = {
  D: "set templates are rows of albums",
  E: "set templates are rows of batch_templates",
};

/** Which schema a database has, for a person. */
export function describeDatabase(report: DatabaseReport): string {
  const { url, state, unusable } = report;
  if (unusable !== null) return [...identify(report), ...describeProblem(unusable)].join("\n");
  const { generation, pending, servedFrom } = state;
  if (generation === "empty") return `Database: ${url}\nEmpty: sync apply makes the tables.`;
  return [
    ...identify(report),
    ...(servedFrom === null ? [] : [`Assets served from: ${servedFrom}`]),
    ...(pending.length === 0
      ? ["Pending migrations: none"]
      : [`Pending migrations: ${pending.join(", ")}`, adviseMigration(url)]),
  ].join("\n");
}

/** The same for a program. `hint`: makes commands in a help text ready to run. */
export function summarizeDatabase(
  { url, state, unusable }: DatabaseReport,
  hint: (text: string) => string,
): object {
  if (unusable === null) return { url, ...state };
  const { missing, odd, problem } = unusable;
  const { code, message: summary, help } = problem;
  return { url, ...state, missing, odd, problem: { code, summary, help: hint(help) } };
}

function identify({ url, state, expectedId }: DatabaseReport): readonly string[] {
  return [
    `Database: ${url}`,
    `Identity: ${state.id}${describeIdentity(state.id, expectedId)}`,
    `Tables of the backend: generation ${state.generation}`,
    `Profile: ${state.profile} (${PROFILES[state.profile]})`,
    `Schema version: ${state.schemaVersion}`,
  ];
}

/** How the identity stands to the configuration, with the line to paste where that names none. */
function describeIdentity(id: string, expected: string | null): string {
  if (expected !== null) return id === expected ? ", as configured" : `; the configuration names ${expected}`;
  if (id === "none") return "";
  return `\nTo refuse every other database, add to sync.config.yaml:\n  database_id: ${id}`;
}

function describeProblem({
  missing,
  odd,
  problem,
}: NonNullable<DatabaseReport["unusable"]>): readonly string[] {
  return [
    ...(missing.length === 0 ? [] : [`Missing: ${missing.join(", ")}`]),
    ...(odd.length === 0 ? [] : [`Unexpected: ${odd.join(", ")}`]),
    `This version can't use it [${problem.code}]: ${problem.message}`,
    problem.help,
  ];
}

/** Which migrations ran. `copy`: path of the copy of the database. */
export function describeMigrations(applied: readonly string[], copy: string | null): string {
  if (applied.length === 0) return "The database is up to date.";
  return [
    ...(copy === null ? [] : [`Copied the database to ${copy}.`]),
    ...applied.map((name) => `+ ${name}`),
    `${applied.length} run. The database is up to date.`,
  ].join("\n");
}

/** What is damaged. */
export function describeDamage(findings: readonly CheckFinding[]): string {
  if (findings.length === 0) return "Nothing is damaged.";
  const lines = findings.map(
    ({ table, row, detail }) =>
      `${[table ?? "database", ...(row === null ? [] : [row])].join(", ")}: ${detail}`,
  );
  return [...lines, "", `${count(findings.length, "finding")}.`].join("\n");
}

/** What was repaired, and what is still damaged. */
export function describeRepair(
  { released, emptied, dropped, runs, isRenamed }: RebuildReport,
  left: readonly CheckFinding[],
): string {
  return [
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
    ...(left.length === 0
      ? ["Nothing is damaged now. Run sync plan."]
      : ["", "Still damaged; restore a backup:", describeDamage(left)]),
  ].join("\n");
}
