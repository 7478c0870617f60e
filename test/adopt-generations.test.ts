import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Plan } from "../src/model/plan.js";
import { placePictures } from "./support/backend-project.js";
import {
  columnNames,
  createGeneration,
  dumpTable,
  GENERATIONS,
  type GenerationName,
  tablesOf,
} from "./support/generations.js";
import { drawNoise, hashBytes } from "./support/pictures.js";
import { writeFiles } from "./support/project.js";
import { createWorkspace, type Workspace } from "./support/transcript.js";

const CASES: readonly { readonly generation: GenerationName; readonly shuffled: boolean }[] = [
  { generation: "A", shuffled: false },
  { generation: "A", shuffled: true },
  { generation: "B", shuffled: false },
  { generation: "C", shuffled: true },
  { generation: "D", shuffled: false },
  { generation: "D", shuffled: true },
  { generation: "E", shuffled: false },
  { generation: "E", shuffled: true },
];

/** Row ids of the fixture that the manifests below speak of. */
const TAKEN = { albums: [1, 2, 4], batch_templates: [4], images: [1, 2, 7] };

describe("a database of an older generation", () => {
  for (const { generation, shuffled } of CASES) {
    const name = `${generation}${shuffled ? " with its columns in another order" : ""}`;
    it(`${name} is read as it is, migrated, adopted, and then in step`, async (t) => {
      const workspace = await openProject(generation, shuffled);
      t.after(workspace.remove);
      const file = join(workspace.dir, "data/albums.db");
      const before = dumpAll(file, generation);
      const kept = dumpKept(file);

      const plan = await workspace.run("sync plan --detailed-exitcode");
      assert.equal(plan.status, 2, plan.stderr);
      assert.match(plan.stdout, /6 to adopt/);
      assert.match(plan.stdout, /migrations of the database to run first/);
      assert.deepEqual(dumpAll(file, generation), before, "a plan wrote something");

      const refused = await workspace.run("sync apply --yes");
      assert.equal(refused.status, 5, refused.stdout);
      assert.match(refused.stderr, /sync db migrate/);

      await succeed(workspace, "sync db migrate");
      assert.deepEqual(dumpAll(file, generation), before, "the migration changed a row");
      assert.ok(readdirSync(join(workspace.dir, "data")).some((entry) => /before-migration/.test(entry)));

      const applied = await succeed(workspace, "sync apply --yes");
      assert.match(applied.stdout, /Apply complete\. 0 added, 0 changed, 0 moved, 6 adopted/);
      assert.equal((await workspace.run("sync plan --detailed-exitcode")).status, 0);
      assert.deepEqual(others(dumpAll(file, generation)), others(before), "a row of others changed");
      assert.deepEqual(dumpKept(file), kept);
    });
  }
});

/** A project whose manifests name the older rows: two albums, a template and three images. */
async function openProject(generation: GenerationName, shuffled: boolean): Promise<Workspace> {
  const workspace = createWorkspace([]);
  const draw = (seed: number) => drawNoise(8, 8, seed).png().toBuffer();
  const pictures = { ace: await draw(1), two: await draw(2), leo: await draw(3) };
  const entry = (file: string, bytes: Uint8Array, source: string, facts = "") => `
  - file: ${file}
    sha256: "${hashBytes(bytes)}"
    bytes: ${bytes.length}
    width: 8
    height: 8
    source: { file: ${source} }${facts}`;
  writeFiles(workspace.dir, {
    "sync.config.yaml": "estate: main\ndatabase: sqlite:data/albums.db\nmanifests: [manifests]\n",
    "data/legacy/.album-sync-root": "main\n",
    "data/legacy/decks/d/ace.png": pictures.ace,
    "data/legacy/decks/d/two.png": pictures.two,
    "data/legacy/zodiac/z/leo.png": pictures.leo,
    "manifests/deck.yaml": `kind: album
slug: decks/d
name: Card deck
adopts: card_deck_20251013_213519
type: deck
images:${entry("decks/d/ace.png", pictures.ace, "card_deck_20251013_213519/ace.png", "\n    prompt: The Ace\n    labels: [{ text: spades, type: tag }, { text: ace, type: tag }]")}${entry("decks/d/two.png", pictures.two, "card_deck_20251013_213519/two.png")}
`,
    "manifests/zodiac.yaml": `kind: album
slug: zodiac/z
name: Zodiac 20251013 204136
type: zodiac
images:${entry("zodiac/z/leo.png", pictures.leo, "zodiac/leo.png")}
`,
    "manifests/recipe.yaml": `kind: set-template
slug: old-deck
name: Old deck recipe
adopts: Old deck recipe
items: { rows: [{ value: Ace, suit: Spades }], key: "{value} of {suit}" }
prompt_template: "{value} of {suit}"
`,
  });
  createGeneration(join(workspace.dir, "data/albums.db"), generation, { shuffled });
  return workspace;
}

async function succeed(workspace: Workspace, line: string) {
  const outcome = await workspace.run(line);
  assert.equal(outcome.status, 0, `${line}: ${outcome.stdout}${outcome.stderr}`);
  return outcome;
}

type Dump = { readonly [table: string]: readonly string[] };

function dumpAll(file: string, generation: GenerationName): Dump {
  return Object.fromEntries(
    tablesOf(generation).map((table) => [table, dumpTable(file, table, columnNames(table, generation))]),
  );
}

/** The rows that no manifest names: neither written nor gone. Labels and links that we added are ours. */
function others(dump: Dump): Dump {
  const isTaken = (table: string, row: string) =>
    (TAKEN[table as keyof typeof TAKEN] ?? []).some((id) => row.startsWith(`integer ${id},`));
  return Object.fromEntries(
    Object.entries(dump).map(([table, rows]) => [
      table,
      rows.filter(
        (row) => !isTaken(table, row) && !row.includes("'album-sync'") && !isAddedLabel(table, row),
      ),
    ]),
  );
}

/** Without created_by (before generation C) an added label is known by its text only. */
function isAddedLabel(table: string, row: string): boolean {
  return table === "labels" && row.includes("'ace'");
}

/** Of an image row that is taken over, what no manifest declares stays: filename, path, seed, flags and times. */
function dumpKept(file: string): readonly string[] {
  const kept = ["id", "filename", "file_path", "seed", "is_nsfw", "is_public", "lora_config", "created_at"];
  return dumpTable(file, "images", kept);
}

describe("sync adopt on a database of an older generation", () => {
  for (const generation of GENERATIONS) {
    it(`${generation} writes manifests that take everything over without changing a field`, async (t) => {
      const workspace = createWorkspace([]);
      t.after(workspace.remove);
      await succeed(workspace, "sync init -q");
      const file = join(workspace.dir, "data/albums.db");
      createGeneration(file, generation);
      await placePictures(file, join(workspace.dir, "served"));
      await succeed(workspace, "sync db migrate");
      const before = dumpAll(file, generation);
      const facts = dumpFacts(file, generation);

      const adopted = await succeed(workspace, "sync adopt --all");
      assert.match(adopted.stderr, /Row 5 \(Broken\) has malformed JSON/);
      assert.deepEqual(dumpAll(file, generation), before, "adopt wrote to the database");
      await succeed(workspace, "sync validate --assets hash");
      const plan = await succeed(workspace, "sync plan --json");
      const changes = (JSON.parse(plan.stdout) as Plan).changes;
      assert.deepEqual(
        [...changes].map((change) => [change.action, "diffs" in change ? change.diffs : []]),
        Array.from({ length: 8 }, () => ["adopt", []]),
      );
      await succeed(workspace, "sync apply --yes");
      assert.equal((await workspace.run("sync plan --detailed-exitcode")).status, 0);
      assert.deepEqual(dumpFacts(file, generation), facts);
    });
  }
});

/** Every column but those that an adoption may touch: our slug in generation_config, thumbnail paths, the last change. */
function dumpFacts(file: string, generation: GenerationName): Dump {
  const touched = ["generation_config", "thumbnail_path", "updated_at"];
  return Object.fromEntries(
    tablesOf(generation).map((table) => {
      const columns = columnNames(table, generation).filter((column) => !touched.includes(column));
      return [table, dumpTable(file, table, columns)];
    }),
  );
}
