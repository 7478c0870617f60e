import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { readDocumentedCommands } from "./support/documented-commands.js";
import { PROJECT_DIR } from "./support/paths.js";
import { writeFiles } from "./support/project.js";
import { type Wanted, writeA1111, writeComfy } from "./support/stand-in-generator.js";
import { createWorkspace } from "./support/transcript.js";

type Recipe = Wanted & { readonly item: string };

const PAGE = readFileSync(join(PROJECT_DIR, "docs/new-set.md"), "utf8");
const ALBUM = "manifests/legacy/decks/moon-cards.yaml";

describe("a designer", () => {
  it("makes a set of twenty items with the six commands of docs/new-set.md", async (t) => {
    const commands = readDocumentedCommands(PAGE).map(({ script }) => script.trim());
    assert.equal(commands.length, 6);
    const [create, render, collect, missing, collectAgain, apply] = commands as [string, ...string[]];
    const workspace = createWorkspace([]);
    t.after(workspace.remove);
    const { dir } = workspace;
    const run = async (line = "", folder = "."): Promise<string> => {
      const script = `cd ${folder} && ${line.replaceAll("npx sync", "sync")}`;
      const { status, stdout, stderr } = await workspace.run(script);
      assert.equal(status, 0, `${line}: ${stdout}${stderr}`);
      return stdout;
    };
    writeFiles(dir, { "sync.config.yaml": "estate: main\n", "manifests/.gitkeep": "" });

    await run(create);
    await run(render);
    const wanted = readRecipes(join(dir, "wanted.jsonl"));
    assert.equal(new Set(wanted.map(({ item }) => item)).size, 20);
    generate(wanted.slice(0, 15), dir, 1);
    await run(collect);
    assert.deepEqual(tiesIn(dir), promptsOf(wanted.slice(0, 15)));

    // Who applies at once has fifteen in the database, and is told of five.
    cpSync(dir, join(dir, "../at-once"), { recursive: true });
    await run(apply, "../at-once");
    const names = wanted.slice(15).map(({ item }) => item);
    const verified = await run("npx sync verify", "../at-once");
    assert.match(
      verified,
      new RegExp(`decks/moon-cards shows 15 of the 20 items of moon-cards; missing: ${names.join(", ")}`),
    );
    assert.equal(
      await run("npx sync render moon-cards --missing --format jsonl | wc -l", "../at-once"),
      "5\n",
    );

    await run(missing);
    const lacking = readRecipes(join(dir, "missing.jsonl"));
    assert.deepEqual(lacking, wanted.slice(15), "exactly what is missing, with the seeds of the whole set");
    generate(lacking, dir, 16);
    await run(collectAgain);
    await run(apply);
    assert.deepEqual(tiesIn(dir), promptsOf(wanted));
    assert.equal(await run("npx sync render moon-cards --missing --format jsonl"), "");
    assert.doesNotMatch(await run("npx sync verify"), /set-incomplete/);
    assert.equal(await run('sql "select count(*) from images"'), "[20]\n");
    assert.match(await run("npx sync plan"), /^No changes\./m);
  });
});

function readRecipes(file: string): readonly Recipe[] {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Recipe);
}

/** Every other picture by each program, called as the program does, so that no name tells the item. */
function generate(recipes: readonly Recipe[], dir: string, from: number): void {
  for (const [index, recipe] of recipes.entries()) {
    const number = String(from + index).padStart(5, "0");
    const folder = join(dir, "generated/moon-cards");
    if (index % 2 === 0) writeA1111(join(folder, `${number}-${recipe.seed}.png`), recipe);
    else writeComfy(join(folder, `ComfyUI_${number}_.png`), recipe);
  }
}

/** The prompt of the picture of each item, ascending by item. */
function tiesIn(dir: string): readonly (readonly string[])[] {
  const entries = readFileSync(join(dir, ALBUM), "utf8")
    .split(/^ {2}- /m)
    .slice(1);
  return entries
    .map((entry) => [readValue(entry, "item"), readValue(entry, "prompt")])
    .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
}

function readValue(entry: string, key: string): string {
  const text = new RegExp(`^ {4}${key}: (.*)$`, "m").exec(entry)?.[1] ?? "";
  return text.replace(/^"(.*)"$/, "$1");
}

function promptsOf(recipes: readonly Recipe[]): readonly (readonly string[])[] {
  return recipes.map(({ item, prompt }) => [item, prompt]).sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
}
