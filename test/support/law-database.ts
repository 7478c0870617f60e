import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { planHistory } from "../../src/apply/history.js";
import type { WriteResult } from "../../src/apply/ports.js";
import { planSteps } from "../../src/apply/steps.js";
import { type DatabaseHandle, openDatabase } from "../../src/db/connect.js";
import { readRun } from "../../src/db/history.js";
import { migrate } from "../../src/db/migrate.js";
import { observe } from "../../src/db/observe.js";
import { createRowTarget } from "../../src/db/row-target.js";
import type { Plan } from "../../src/model/plan.js";
import type { Resource } from "../../src/model/resource.js";
import type { PlanOptions } from "../../src/plan/options.js";
import { planChanges } from "../../src/plan/plan.js";
import { planReversal } from "../../src/plan/reverse/reverse.js";
import { RUN } from "./database.js";
import { estateOf, planOptions } from "./memory-observation.js";

/** A real database file for one case of a law. */
export interface LawDatabase {
  plan(resources: readonly Resource[], options?: Partial<PlanOptions>, estate?: string): Promise<Plan>;
  execute(plan: Plan): Promise<WriteResult>;
  /** A plan that takes a run back. */
  reverse(run: number, options?: Partial<PlanOptions>): Promise<Plan>;
  /** Writes as another program would. */
  sql(statement: string, ...values: readonly (string | number | null)[]): void;
  rows(query: string): readonly Record<string, unknown>[];
}

/** Everything may go and nothing asks: laws about safety say otherwise. */
export const UNLIMITED: Partial<PlanOptions> = { allowDeletes: 1000 };

const TABLES = [
  "album_images",
  "labels",
  "images",
  "albums",
  "sync_objects",
  "sync_changes",
  "sync_runs",
  "sync_thumbnails",
];

/** Opens one migrated database file that is emptied before each use, which is cheaper than a file for each case. */
export async function openLawDatabase(): Promise<{
  readonly use: (work: (database: LawDatabase) => Promise<void>) => Promise<void>;
  readonly remove: () => Promise<void>;
}> {
  const folder = mkdtempSync(join(tmpdir(), "album-sync-laws-"));
  const file = join(folder, "albums.db");
  const handle = await openDatabase(`sqlite:${file}`, { mode: "create" });
  await migrate(handle, { clock: () => new Date(0), newId: () => "law" });
  // What a crash leaves behind is not the matter here, and flushing each commit is most of the time.
  await handle.writer?.raw("PRAGMA synchronous = OFF");
  const other = new Database(file);
  other.pragma("foreign_keys = OFF");
  other.pragma("synchronous = OFF");
  return {
    use: async (work) => {
      for (const table of TABLES) other.exec(`DELETE FROM ${table}`);
      await work(describeDatabase(handle, other));
    },
    remove: async () => {
      other.close();
      await handle.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function describeDatabase(handle: DatabaseHandle, other: Database.Database): LawDatabase {
  let seconds = 0;
  const tick = () => {
    seconds++;
    return new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
  };
  const target = createRowTarget(handle, { clock: tick });
  return {
    plan: (resources, options = {}, estate = "main") =>
      observe(handle, { estate, hashFile: () => null }, (observation) =>
        planChanges({ ...estateOf(...resources), name: estate }, observation, planOptions(options)),
      ),
    execute: (plan) =>
      target.execute(planSteps(plan), planHistory(plan), { ...RUN, estate: plan.estate }, () => {}),
    reverse: async (number, options = {}) => {
      const found = await readRun(handle, "main", number);
      if (found === undefined) throw new Error(`There is no run ${number}`);
      const { run, changes } = found;
      return observe(handle, { estate: "main", hashFile: () => null }, (observation) =>
        planReversal({ ...run, changes }, observation, planOptions(options)),
      );
    },
    sql: (statement, ...values) => other.prepare(statement).run(...values),
    rows: (query) => other.prepare(query).all() as Record<string, unknown>[],
  };
}
