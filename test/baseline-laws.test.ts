import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, it } from "node:test";
import fc from "fast-check";
import { planSteps } from "../src/apply/steps.js";
import type { Settings } from "../src/model/estate.js";
import { canonicalJson, type Json } from "../src/model/json.js";
import type { Plan } from "../src/model/plan.js";
import { renderPlanText } from "../src/report/text/plan-text.js";
import { isOnServer } from "./support/database-kinds.js";
import { onEachDatabase } from "./support/each-database.js";
import { carryOut, type ForeignWrite, foreignWrites } from "./support/foreign-writes.js";
import { type LawDatabase, openLawDatabase, type ProjectPlan, UNLIMITED } from "./support/law-database.js";
import { settingsOf } from "./support/project.js";
import {
  editWorld,
  type ManifestEdit,
  manifestEdits,
  startWorld,
  writeWorld,
} from "./support/random-manifests.js";
import { makeTempDir } from "./support/temp-dir.js";

/** What happens between two plans. */
interface Round {
  readonly edits: readonly ManifestEdit[];
  readonly writes: readonly ForeignWrite[];
  readonly trick: "none" | "replace" | "lose";
  readonly prune: boolean;
  readonly thumbnails: "none" | "all" | "one fails";
  readonly retry: boolean;
  readonly forgetful: boolean;
  /** How many images stay in memory; null: all. */
  readonly spillFrom: number | null;
}

const round: fc.Arbitrary<Round> = fc.record({
  edits: manifestEdits,
  writes: foreignWrites,
  trick: fc.oneof(
    { weight: 10, arbitrary: fc.constant("none" as const) },
    fc.constantFrom("replace" as const, "lose" as const),
  ),
  prune: fc.boolean(),
  thumbnails: fc.constantFrom("none", "all", "one fails"),
  retry: fc.boolean(),
  forgetful: fc.nat(5).map((one) => one === 0),
  spillFrom: fc.option(fc.nat(2)),
});

let opened: Awaited<ReturnType<typeof openLawDatabase>>;
let settings: Settings;

onEachDatabase("laws of the baseline", (kind) => {
  before(async () => {
    opened = await openLawDatabase(kind);
  });
  after(() => opened.remove());

  it("a plan that reads what changed is the plan that reads everything", async (t) => {
    const dir = makeTempDir(t);
    writeFileSync(join(dir, "sync.config.yaml"), "estate: main\n");
    settings = settingsOf(dir);
    let spared = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 3 }), (rounds) =>
        opened.use(async (database) => {
          let world = startWorld();
          writeWorld(dir, world);
          await apply(database, await database.planProject(settings, true));
          for (const { edits, writes, trick, prune, thumbnails, retry, ...round } of rounds) {
            const before = structuredClone(world);
            editWorld(world, edits);
            writeWorld(dir, world);
            carryOut(database, writes);
            (isOnServer(kind) ? SERVER_TRICKS : TRICKS)[trick](database);
            const options = { ...UNLIMITED, prune, retryThumbnails: retry };
            const spill =
              round.spillFrom === null ? undefined : { folder: dir, from: round.spillFrom, onPage: 1 };
            const part = await database.planProject(settings, false, options, spill);
            const whole = await database.planProject(settings, true, options);
            assert.deepEqual([asJson(part.plan), part.diagnostics], [asJson(whole.plan), whole.diagnostics]);
            spared += part.unread;
            if (part.plan === undefined) world = before;
            await apply(database, part, round.forgetful);
            if (thumbnails !== "none") await database.makeThumbnails(thumbnails === "one fails");
          }
        }),
      ),
      opened.options,
    );
    assert.ok(spared > opened.options.numRuns / 2, `only ${spared} manifests were spared`);
  });
});

/** A plan with its text and its steps: what is read on demand stands in them as everything else does. */
function asJson(plan: Plan | undefined): Json {
  if (plan === undefined) return null;
  const text = renderPlanText(plan, { color: false, columns: 100, verbose: false });
  return JSON.parse(canonicalJson([plan, text, [...planSteps(plan)]] as unknown as Json)) as Json;
}

type Tricks = { readonly [T in Round["trick"]]: (database: LawDatabase) => void };

/** What triggers don't see. */
const TRICKS: Tricks = {
  none: () => {},
  replace: (database) => {
    const [row] = database.rows("SELECT filename, file_path FROM images ORDER BY id LIMIT 1");
    if (row === undefined) return;
    database.sql(
      `INSERT OR REPLACE INTO images (filename, file_path, is_nsfw, is_public, created_at) VALUES (?, ?, 0, 1, '2026')`,
      String(row.filename),
      String(row.file_path),
    );
  },
  lose: (database) => {
    database.sql("DROP TRIGGER IF EXISTS sync_mark_images_update");
    database.sql("UPDATE images SET prompt = 'unnoticed' WHERE id = (SELECT max(id) FROM images)");
  },
};

/** The same on a server, whose statements replace no row without its triggers, but can empty a table. */
const SERVER_TRICKS: Tricks = {
  none: () => {},
  replace: (database) => database.sql("TRUNCATE labels"),
  lose: (database) => {
    database.sql("DROP TRIGGER IF EXISTS sync_mark_images_update ON images");
    database.sql("UPDATE images SET prompt = 'unnoticed' WHERE id = (SELECT max(id) FROM images)");
  },
};

/** Carries a plan out unless a guard stands against it. `forgetful`: as one that was saved, which knows less. */
async function apply(
  database: LawDatabase,
  { plan, baseline }: ProjectPlan,
  forgetful = false,
): Promise<void> {
  if (plan === undefined || plan.guards.length > 0) return;
  const result = await database.execute(plan, forgetful ? undefined : baseline);
  assert.ok(result.done, JSON.stringify(result));
}
