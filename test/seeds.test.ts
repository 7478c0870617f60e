import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import Database from "better-sqlite3";
import fc from "fast-check";
import { draftOwned } from "../src/adopt/adopt-owned.js";
import { planHistory } from "../src/apply/history.js";
import { planSteps } from "../src/apply/steps.js";
import type { DatabaseHandle } from "../src/db/connection/connect.js";
import { readRun } from "../src/db/history/history.js";
import { observe } from "../src/db/read/observe.js";
import { migrate } from "../src/db/schema/migrate.js";
import type { ObservedObject } from "../src/model/observed.js";
import type { Plan } from "../src/model/plan.js";
import type { Resource } from "../src/model/resource.js";
import type { PlanOptions } from "../src/plan/options.js";
import { planChanges } from "../src/plan/plan.js";
import { planReversal } from "../src/plan/reverse/reverse.js";
import { CLOCK, open, RUN, runSql, target } from "./support/database.js";
import { createGeneration } from "./support/generations.js";
import { albumOf, estateOf, imageOf, planOptions } from "./support/memory-observation.js";
import { albumOf as albumText } from "./support/picture-project.js";
import { drawNoise } from "./support/pictures.js";
import { estateIn, writeFiles } from "./support/project.js";
import { LAW_RUNS } from "./support/runs.js";
import { readSeeds, undoSeeds } from "./support/six-migrations.js";
import { makeTempDir } from "./support/temp-dir.js";
import { createWorkspace } from "./support/transcript.js";

const VIEW = { estate: "main", hashFile: () => null };
const OPTIONS = { clock: CLOCK, newId: () => "database-1" };
const [MIN, MAX] = [-(2n ** 63n), 2n ** 63n - 1n];

/** Seeds near the numbers at which something rounds, overflows or ends. */
const seed = fc
  .tuple(fc.constantFrom(0n, 2n ** 31n, 2n ** 53n, 2n ** 63n, 2n ** 64n), fc.bigInt(-3n, 3n), fc.boolean())
  .map(([edge, offset, isNegative]) => String(isNegative ? offset - edge : edge + offset));
const columnSeed = seed.filter((text) => BigInt(text) >= MIN && BigInt(text) <= MAX);
const pairs = fc.array(fc.tuple(seed, seed), { minLength: 1, maxLength: 40 });
const runs = { numRuns: Math.max(5, Math.floor(LAW_RUNS / 20)), includeErrorInReport: true };

describe("seeds", () => {
  it("are exact from apply to what is observed, and the plan after it is empty", async (t) => {
    let count = 0;
    const dir = makeTempDir(t);
    await fc.assert(
      fc.asyncProperty(pairs, async (list) => {
        const [first, second] = [list.map(([one]) => one), list.map(([, two]) => two)];
        const file = join(dir, `${count++}.db`);
        const handle = await openNew(t, file);
        await applyAll(handle, declare(first));
        assert.deepEqual(Object.values(readSeeds(file)), first.map(inColumn));
        assert.deepEqual((await planAll(handle, declare(first))).changes, []);
        await applyAll(handle, declare(second));
        assert.deepEqual(Object.values(readSeeds(file)), second.map(inColumn));
        assert.deepEqual((await planAll(handle, declare(second))).changes, []);
        const observed = (await objectsOf(handle)).filter(({ kind }) => kind === "image");
        assert.deepEqual(
          observed.map(({ recorded, row }) => [recorded.seed, row?.fields.seed]),
          second.map((one) => [one, inColumn(one)]),
        );
        await applyPlan(handle, await reversalOf(handle, 2));
        assert.deepEqual(Object.values(readSeeds(file)), first.map(inColumn), "a run that is taken back");
        assert.deepEqual((await planAll(handle, declare(first))).changes, []);
        await handle.close();
      }),
      runs,
    );
  });

  it("are written down as they were declared, and read again as the same", async (t) => {
    const dir = makeTempDir(t);
    const values = [MAX - 2n ** 62n, MAX, MAX + 1n, 2n ** 31n, 2n ** 53n + 1n, 2n ** 64n - 1n].map(String);
    const pictures = values.map((value, index) => {
      return { file: `a/${index}.png`, bytes: Buffer.from(value), declared: { seed: value } };
    });
    writeFiles(dir, { "sync.config.yaml": "estate: main\n", "manifests/a.yaml": albumText("a", pictures) });
    const handle = await openNew(t, join(dir, "albums.db"));
    await applyAll(handle, [...estateIn(dir).resources]);
    rmSync(join(dir, "manifests/a.yaml"));
    const owned = await draftOwned(stream(await objectsOf(handle)), dir, undefined);
    for (const { file, text } of owned.flatMap(({ texts }) => texts)) writeFileSync(file, text);
    const again = [...estateIn(dir).resources];
    assert.deepEqual(
      again.filter(({ kind }) => kind === "image").map(({ fields }) => fields.seed),
      values,
    );
    assert.deepEqual((await planAll(handle, again)).changes, []);
  });
});

describe("the migration of seeds", () => {
  it("fills what is NULL of rows that we own, marks what others left, and changes no plan otherwise", async (t) => {
    let count = 0;
    const dir = makeTempDir(t);
    const foreign = fc.option(columnSeed, { freq: 3 });
    const images = fc.array(fc.tuple(seed, foreign), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(images, async (list) => {
        const file = join(dir, `${count++}.db`);
        const declared = list.map(([one]) => one);
        const handle = await openNew(t, file);
        await applyAll(handle, declare(declared));
        const left = Object.fromEntries(
          list.flatMap(([one, other], index) =>
            other === null || isSmall(one) ? [] : [[nameOf(index), other]],
          ),
        );
        undoSeeds(file, left);
        const before = await planAll(handle, declare(declared));
        assert.deepEqual((await migrate(handle, OPTIONS)).applied, ["007-seeds", "008-thumbnail-files"]);
        const found = readSeeds(file);
        assert.deepEqual(
          Object.values(found),
          declared.map((one, index) => left[nameOf(index)] ?? inColumn(one)),
        );
        const after = await planAll(handle, declare(declared));
        assert.deepEqual([after.planId, after.changes], [before.planId, before.changes]);
        const drifted = declared.flatMap((one, index) =>
          inColumn(one) === null || found[nameOf(index)] === one ? [] : [`image:${nameOf(index)}`],
        );
        assert.deepEqual(
          [...after.changes].map(({ address }) => address),
          drifted,
        );
        assert.deepEqual(await touchedBy(handle), drifted.length > 0 ? ["manifests/a.yaml"] : []);
        for (const sql of [
          "DROP INDEX sync_thumbnails_remove",
          "ALTER TABLE sync_thumbnails DROP COLUMN file_sha256",
          "DELETE FROM sync_migrations WHERE number > 6",
        ])
          runSql(handle, sql);
        await migrate(handle, { ...OPTIONS, backupPath: `${file}.copy` });
        assert.deepEqual(readSeeds(file), found, "a second time");
        assert.deepEqual(await touchedBy(handle), drifted.length > 0 ? ["manifests/a.yaml"] : []);
        await handle.close();
      }),
      runs,
    );
  });

  it("leaves rows alone that are released, or that another image has taken the id of", async (t) => {
    const file = join(makeTempDir(t), "albums.db");
    const handle = await openNew(t, file);
    await applyAll(handle, declare(["3000000001", "3000000002", "3000000003"]));
    undoSeeds(file);
    const other = new Database(file);
    other.exec("UPDATE sync_objects SET state = 'released' WHERE address = 'image:000.png'");
    other.exec("UPDATE images SET filename = 'other.png' WHERE filename = '001.png'");
    other.exec("UPDATE sync_objects SET fields = '{broken' WHERE address = 'album:a'");
    other.close();
    await migrate(handle, OPTIONS);
    assert.deepEqual(readSeeds(file), { "000.png": null, "002.png": "3000000003", "other.png": null });
  });

  it("gives back the seed of an image that an earlier version deleted", async (t) => {
    const file = join(makeTempDir(t), "albums.db");
    const handle = await openNew(t, file);
    const [gone, kept] = [imageOf("000.png", { seed: "3000000001" }), imageOf("001.png", { seed: "5" })];
    await applyAll(handle, [albumOf("a", ["000.png", "001.png"]), gone, kept]);
    // The column is NULL although the migration has run, as an earlier version saw it.
    runSql(handle, "UPDATE images SET seed = NULL WHERE seed > 2147483647");
    await applyAll(handle, [albumOf("a", ["001.png"]), kept], { prune: true, allowDeletes: 9 });
    assert.deepEqual(readSeeds(file), { "001.png": "5" });
    await applyPlan(handle, await reversalOf(handle, 2));
    assert.deepEqual(readSeeds(file), { "000.png": "3000000001", "001.png": "5" });
  });
});

describe("seeds of a database that the backend made", () => {
  it("are adopted, migrated and exported with all their digits", async (t) => {
    const workspace = createWorkspace([]);
    t.after(workspace.remove);
    const values = [String(2n ** 31n), String(2n ** 53n + 1n), String(MAX)];
    const pictures = await Promise.all(values.map((_, index) => drawNoise(8, 8, index).png().toBuffer()));
    const file = join(workspace.dir, "data/albums.db");
    writeFiles(workspace.dir, {
      "sync.config.yaml": "estate: main\ndatabase: sqlite:data/albums.db\nmanifests: [manifests]\n",
      "data/legacy/.album-sync-root": "main\n",
      ...Object.fromEntries(pictures.map((bytes, index) => [`data/legacy/d/${index}.png`, bytes] as const)),
      "manifests/d.yaml": albumText(
        "d",
        pictures.map((bytes, index) => ({
          file: `d/${index}.png`,
          bytes,
          declared: { seed: values[index], source: { file: `card_deck__${index}.png` } },
        })),
      ),
    });
    createGeneration(file, "A");
    const database = new Database(file);
    const insert = database.prepare(
      `INSERT INTO images (id, filename, file_path, seed, is_nsfw, is_public, created_at, updated_at)
        VALUES (?, ?, ?, ?, 0, 1, '2025-10-13 21:35:33.481220', '2025-10-13 21:35:33.481220')`,
    );
    for (const [index, value] of values.entries())
      insert.run(
        100 + index,
        `card_deck__${index}.png`,
        join(workspace.dir, `data/legacy/d/${index}.png`),
        index === 0 ? null : BigInt(value),
      );
    database.close();
    const succeed = async (command: string) => {
      const result = await workspace.run(command);
      assert.equal(result.status, 0, result.stderr + result.stdout);
      return result.stdout;
    };
    await succeed("sync db migrate");
    const plan = await workspace.run("sync plan");
    assert.match(plan.stdout, /3 to adopt/);
    assert.deepEqual(
      plan.stdout.match(/seed.*/g),
      [`seed    null -> ${values[0]}  (manifests/d.yaml:12)`],
      "only the seed that is not there is written",
    );
    await succeed("sync apply --yes");
    const found = readSeeds(file);
    assert.deepEqual(
      values.map((_, index) => found[`card_deck__${index}.png`]),
      values,
    );
    assert.equal(found["card_deck_20251013_213519__two.png"], "9007199254740993", "a row of others");
    assert.match(await succeed("sync plan"), /^No changes\./);
  });
});

function declare(values: readonly string[]): readonly Resource[] {
  const names = values.map((_, index) => nameOf(index));
  return [albumOf("a", names), ...values.map((value, index) => imageOf(nameOf(index), { seed: value }))];
}

function nameOf(index: number): string {
  return `${String(index).padStart(3, "0")}.png`;
}

/** True for a seed that earlier versions wrote. */
function isSmall(value: string): boolean {
  return BigInt(value) < 2n ** 31n && BigInt(value) >= -(2n ** 31n);
}

/** What stands in the column of a row that we made. */
function inColumn(value: string): string | null {
  const number = BigInt(value);
  return number >= MIN && number <= MAX ? value : null;
}

async function openNew(t: Parameters<typeof open>[0], file: string): Promise<DatabaseHandle> {
  const handle = await open(t, file);
  await migrate(handle, OPTIONS);
  return handle;
}

function planAll(
  handle: DatabaseHandle,
  resources: readonly Resource[],
  options: Partial<PlanOptions> = {},
): Promise<Plan> {
  return observe(handle, VIEW, (observation) =>
    planChanges(estateOf(...resources), observation, planOptions(options)),
  );
}

async function applyAll(...order: Parameters<typeof planAll>): Promise<void> {
  await applyPlan(order[0], await planAll(...order));
}

async function applyPlan(handle: DatabaseHandle, plan: Plan): Promise<void> {
  assert.deepEqual(plan.blocked, []);
  const result = await target(handle).execute(planSteps(plan), planHistory(plan), RUN, () => {});
  assert.ok(result.done, JSON.stringify(result));
}

async function reversalOf(handle: DatabaseHandle, number: number): Promise<Plan> {
  const { run, changes } = (await readRun(handle, "main", number)) ?? assert.fail("no such run");
  return observe(handle, VIEW, (observation) =>
    planReversal({ ...run, changes }, observation, planOptions({ allowDeletes: 99 })),
  );
}

function objectsOf(handle: DatabaseHandle): Promise<readonly ObservedObject[]> {
  return observe(handle, VIEW, async (observation) => {
    const objects: ObservedObject[] = [];
    for await (const object of observation.objects(new Set())) objects.push(object);
    return objects;
  });
}

/** Manifests whose rows others are known to have changed; fails when that is not known. */
function touchedBy(handle: DatabaseHandle): Promise<readonly string[]> {
  return observe(handle, VIEW, async ({ baseline }) => [
    ...(baseline?.touched ?? assert.fail("no baseline")),
  ]);
}

async function* stream(objects: readonly ObservedObject[]): AsyncGenerator<ObservedObject> {
  yield* objects;
}
