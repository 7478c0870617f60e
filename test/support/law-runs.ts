import assert from "node:assert/strict";
import { after, before } from "node:test";
import fc from "fast-check";
import type { WriteResult } from "../../src/apply/ports.js";
import { isEmptyPlan, type Plan } from "../../src/model/plan.js";
import { onEachDatabase } from "./each-database.js";
import { type LawDatabase, openLawDatabase } from "./law-database.js";
import { tellCases } from "./runs.js";

let opened: Awaited<ReturnType<typeof openLawDatabase>>;

/** Describes laws that hold on both databases; `holds` uses the one whose turn it is. */
export function describeLaws(name: string, body: () => void): void {
  onEachDatabase(name, (kind) => {
    before(async () => {
      opened = await openLawDatabase(kind);
    });
    after(() => opened.remove());
    body();
  });
}

/** Tries a law on random cases, each on a database of its own. */
export async function holds<T>(
  arbitrary: fc.Arbitrary<T>,
  law: (database: LawDatabase, value: T) => Promise<void>,
) {
  await fc.assert(
    fc.asyncProperty(
      arbitrary,
      tellCases((value: T) => opened.use((database) => law(database, value))),
    ),
    opened.options,
  );
}

/** Carries a plan out, which must succeed. */
export async function apply(database: LawDatabase, plan: Plan): Promise<WriteResult> {
  const result = await database.execute(plan);
  assert.ok(result.done, JSON.stringify(result));
  return result;
}

export function assertNothingToDo(plan: Plan): void {
  assert.deepEqual([plan.changes, plan.blocked, plan.records], [[], [], []]);
  assert.ok(isEmptyPlan({ ...plan, thumbnails: [] }));
}

/** Every row of the backend's tables, without the marks that each write leaves. */
export function dump(database: LawDatabase): unknown {
  return [...database.albumTables, "images", "labels", "album_images"].map((table) =>
    database.rows(`SELECT * FROM ${table} ORDER BY id`),
  );
}
