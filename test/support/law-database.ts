import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { planHistory } from "../../src/apply/history.js";
import type { WriteResult } from "../../src/apply/ports.js";
import { planSteps } from "../../src/apply/steps.js";
import type { DatabaseHandle } from "../../src/db/connection/connect.js";
import { ServerConnection } from "../../src/db/dialects/postgres/connection.js";
import { translate } from "../../src/db/dialects/postgres/translate.js";
import { readRun } from "../../src/db/history/history.js";
import { openDatabase } from "../../src/db/open-database.js";
import { createThumbnailQueue } from "../../src/db/queue/thumbnail-queue.js";
import { observe } from "../../src/db/read/observe.js";
import { migrate } from "../../src/db/schema/migrate.js";
import { createRowTarget } from "../../src/db/write/row-target.js";
import { loadEstate } from "../../src/manifest/load/load.js";
import type { BaselineUpdate } from "../../src/model/baseline.js";
import type { Diagnostic } from "../../src/model/diagnostic.js";
import type { Settings } from "../../src/model/estate.js";
import type { ObservedObject } from "../../src/model/observed.js";
import type { Plan } from "../../src/model/plan.js";
import type { Resource } from "../../src/model/resource.js";
import { formatTime } from "../../src/model/time.js";
import type { PlanOptions } from "../../src/plan/options.js";
import { planChanges } from "../../src/plan/plan.js";
import { planReversal } from "../../src/plan/reverse/reverse.js";
import { settleBaseline } from "../../src/plan/settle-baseline.js";
import { type SpillRoom, spillInto } from "../../src/spill/spill-buffer.js";
import { RUN } from "./database.js";
import { type DatabaseKind, isOnServer, profileOf, templateTable } from "./database-kinds.js";
import { estateOf, planOptions } from "./memory-observation.js";
import { createServerProfile } from "./postgres.js";
import { createProfile } from "./profiles.js";
import { LAW_OPTIONS, PROFILE_LAW_OPTIONS, SERVER_LAW_OPTIONS, SERVER_PROFILE_LAW_OPTIONS } from "./runs.js";
import { assertSaved } from "./saved-again.js";

/** A real database file for one case of a law. Every plan of it is one that its file gives back. */
export interface LawDatabase {
  /** The tables that hold rows of albums and set templates. */
  readonly albumTables: readonly string[];
  plan(resources: readonly Resource[], options?: Partial<PlanOptions>, estate?: string): Promise<Plan>;
  /** Every object of the estate, ascending by address. */
  objects(): Promise<readonly ObservedObject[]>;
  /** A plan that takes a run back. */
  reverse(run: number, options?: Partial<PlanOptions>): Promise<Plan>;
  /** The same of manifests: of those that the database does not hold as they are, or with `whole` of all. */
  planProject(
    settings: Settings,
    whole: boolean,
    options?: Partial<PlanOptions>,
    spill?: SpillRoom,
  ): Promise<ProjectPlan>;
  execute(plan: Plan, baseline?: BaselineUpdate): Promise<WriteResult>;
  /** Records a thumbnail for each image that waits for one; the first of them fails if `fails`. */
  makeThumbnails(fails: boolean): Promise<void>;
  /** Writes as another program would. */
  sql(statement: string, ...values: readonly (string | number | null)[]): void;
  rows(query: string): readonly Record<string, unknown>[];
}

/** What planning a project folder gave; without a plan when its manifests are not valid. */
export interface ProjectPlan {
  readonly plan?: Plan;
  readonly diagnostics: readonly Diagnostic[];
  readonly baseline?: BaselineUpdate;
  /** How many manifests were not read. */
  readonly unread: number;
}

/** Everything may go and nothing asks: laws about safety say otherwise. */
export const UNLIMITED: Partial<PlanOptions> = { allowDeletes: 1000 };

const TABLES = [
  "album_images",
  "labels",
  "images",
  "sync_objects",
  "sync_changes",
  "sync_runs",
  "sync_thumbnails",
  "sync_manifests",
  "sync_refs",
  "sync_dirty",
];

interface OpenedLawDatabase {
  /** How a law is tried on it. */
  readonly options: typeof LAW_OPTIONS;
  readonly url: string;
  readonly use: (work: (database: LawDatabase) => Promise<void>) => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** Opens one migrated database that is emptied before each use, which is cheaper than one for each case. */
export function openLawDatabase(kind: DatabaseKind = "SQLite"): Promise<OpenedLawDatabase> {
  return isOnServer(kind) ? openLawServer(kind) : openLawFile(kind);
}

async function openLawServer(kind: DatabaseKind): Promise<OpenedLawDatabase> {
  const { url, remove } = await createServerProfile(kind);
  const albumTables = tablesOfAlbums(kind);
  const handle = await openDatabase(url, { mode: "create" });
  await migrate(handle, { clock: () => new Date(0), newId: () => "law" });
  const other = new ServerConnection(url);
  const sql: Foreign["sql"] = (statement, ...values) => other.query(translate(statement), values);
  const rows: Foreign["rows"] = (query) => {
    const { columns, rows: found } = other.query(translate(query));
    return found.map((cells) => Object.fromEntries(columns.map((name, index) => [name, cells[index]])));
  };
  return {
    options: profileOf(kind) === "D" ? SERVER_LAW_OPTIONS : SERVER_PROFILE_LAW_OPTIONS,
    url,
    use: async (work) => {
      for (const table of [...TABLES, ...albumTables]) sql(`DELETE FROM ${table}`);
      // Cases count on the ids that new rows get.
      for (const table of [...TABLES.slice(0, 3), ...albumTables])
        rows(`SELECT setval('${table}_id_seq', 1, FALSE)`);
      await work({ ...describeDatabase(handle, { sql, rows }), albumTables });
    },
    remove: async () => {
      await other.close();
      await handle.close();
      await remove();
    },
  };
}

async function openLawFile(kind: DatabaseKind): Promise<OpenedLawDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "album-sync-laws-"));
  const file = join(folder, "albums.db");
  const handle = await createProfile(file, kind);
  const albumTables = tablesOfAlbums(kind);
  await migrate(handle, { clock: () => new Date(0), newId: () => "law" });
  // What a crash leaves behind is not the matter here, and flushing each commit is most of the time.
  await handle.writer?.raw("PRAGMA synchronous = OFF");
  const other = new Database(file);
  other.pragma("foreign_keys = OFF");
  other.pragma("synchronous = OFF");
  return {
    options: profileOf(kind) === "D" ? LAW_OPTIONS : PROFILE_LAW_OPTIONS,
    url: `sqlite:${file}`,
    use: async (work) => {
      for (const table of [...TABLES, ...albumTables]) other.exec(`DELETE FROM ${table}`);
      const database = describeDatabase(handle, {
        sql: (statement, ...values) => void other.prepare(statement).run(...values),
        rows: (query) => other.prepare(query).all() as Record<string, unknown>[],
      });
      await work({ ...database, albumTables });
    },
    remove: async () => {
      other.close();
      await handle.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The tables that hold rows of albums and set templates. */
function tablesOfAlbums(kind: DatabaseKind): readonly string[] {
  return [...new Set(["albums", templateTable(kind)])];
}

/** What another program does. */
type Foreign = Pick<LawDatabase, "sql" | "rows">;

function describeDatabase(handle: DatabaseHandle, foreign: Foreign): Omit<LawDatabase, "albumTables"> {
  let seconds = 0;
  const tick = () => {
    seconds++;
    return new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
  };
  const target = createRowTarget(handle, { clock: tick });
  return {
    plan: async (resources, options = {}, estate = "main") => {
      const plan = await observe(handle, { estate, hashFile: () => null }, (observation) =>
        planChanges({ ...estateOf(...resources), name: estate }, observation, planOptions(options)),
      );
      await assertSaved(plan, planOptions(options));
      return plan;
    },
    objects: () =>
      observe(handle, { estate: "main", hashFile: () => null }, async (observation) => {
        const objects: ObservedObject[] = [];
        for await (const object of observation.objects(new Set())) objects.push(object);
        return objects;
      }),
    reverse: async (number, options = {}) => {
      const found = await readRun(handle, "main", number);
      if (found === undefined) throw new Error(`There is no run ${number}`);
      const { run, changes } = found;
      const plan = await observe(handle, { estate: "main", hashFile: () => null }, (observation) =>
        planReversal({ ...run, changes }, observation, planOptions(options)),
      );
      await assertSaved(plan, planOptions(options));
      return plan;
    },
    planProject: (settings, whole, options = {}, spill) =>
      observe(handle, { estate: "main", hashFile: () => null }, async (observation) => {
        const baseline = whole ? null : observation.baseline;
        const { estate, diagnostics } = loadEstate(settings, {
          baseline,
          program: "test",
          ...(spill && { spill }),
        });
        if (estate === undefined) return { diagnostics, unread: 0 };
        const plan = await planChanges(estate, observation, planOptions(options), spill && spillInto(spill));
        return {
          plan,
          diagnostics,
          baseline: settleBaseline(estate, plan, observation),
          unread: estate.unchangedManifests.size,
        };
      }),
    execute: (plan, baseline) =>
      target.execute(planSteps(plan), planHistory(plan), { ...RUN, estate: plan.estate }, () => {}, baseline),
    makeThumbnails: async (fails) => {
      const queue = createThumbnailQueue(handle, "main");
      const now = formatTime(tick());
      const [recipe, retryBefore] = [planOptions().recipe, null];
      const jobs = await queue.claim({ recipe, retryBefore, limit: 1000, now, until: now });
      const results = jobs.map((job, index) => ({ job, error: fails && index === 0 ? "broken" : null }));
      await queue.record(recipe, results, now);
      await queue.settle(recipe);
    },
    ...foreign,
  };
}
