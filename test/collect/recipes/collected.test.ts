import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { runSync } from "../../support/collect-project.js";
import { makeProject } from "../../support/project.js";
import { pngWith } from "../../support/recipes/carriers.js";
import { apiPrompt, sampling, usual } from "../../support/recipes/comfy-graph.js";

const RIDDLE = usual({
  riddle: ["RiddleText", { one: "a", two: "b" }],
  good: ["CLIPTextEncode", { text: "@riddle", clip: "@loader:1" }],
  sampler: ["KSampler", sampling({})],
});

it("says which texts hold no recipe and which nodes no rule knows, and names the pictures in the report", async (t) => {
  const dir = makeProject(t, {
    "out/a.png": pngWith({ Foo: "one" }),
    "out/b.png": pngWith({ Foo: "two", Bar: "three" }),
    "out/c.png": pngWith({ Title: "x", Software: "GIMP" }),
    "out/d.png": pngWith({ prompt: JSON.stringify(apiPrompt(RIDDLE, "rising")) }),
    "out/e.png": pngWith({ Foo: "said by the sidecar" }),
    "out/e.json": '{"prompt": "a fox"}',
  });
  const { status, stdout } = await runSync(dir, ["collect", "out", "--report", "report.jsonl"]);
  assert.equal(status, 0);
  assert.match(
    stdout,
    /\[recipe-not-found\] 2 pictures carry a text in which no recipe was found: keyword Foo \(2\), Bar \(1\)\.\n/,
  );
  assert.match(
    stdout,
    /\[unknown-node\] 1 picture holds ComfyUI nodes that no rule knows: RiddleText \(1\)\.\n/,
  );
  const lines = readFileSync(join(dir, "report.jsonl"), "utf8").trimEnd().split("\n");
  const gaps = lines
    .map((line) => JSON.parse(line) as { file: string; unread_texts?: string[]; unknown_nodes?: string[] })
    .flatMap(({ file, unread_texts: texts, unknown_nodes: nodes }) =>
      texts || nodes ? [[file, texts ?? [], nodes ?? []]] : [],
    );
  assert.deepEqual(gaps, [
    ["a.png", ["Foo"], []],
    ["b.png", ["Bar", "Foo"], []],
    ["d.png", [], ["RiddleText"]],
  ]);
  const again = await runSync(dir, ["collect", "out"]);
  assert.match(
    again.stdout,
    /\[recipe-not-found\] 2 pictures carry/,
    "also of pictures that were read before",
  );
});

it("stages the text beside a picture, takes its changes over and leaves captions alone", async (t) => {
  const recipe = "a fox\nNegative prompt: rain\nSteps: 24, Sampler: Euler, CFG scale: 6.5, Seed: 87";
  const dir = makeProject(t, {
    "out/20251013_213529_a.png": pngWith({}),
    "out/20251013_213529_a.txt": recipe,
    "out/20251013_213530_b.png": pngWith({ Title: "b" }),
    "out/20251013_213530_b.txt": "a fox, snow, 1girl",
  });
  const first = await runSync(dir, ["collect", "out"]);
  assert.match(first.stdout, /4 files seen: 3 staged, 0 unchanged, 0 updated, 1 skipped, 0 failed\.\n$/);
  const staged = join(dir, "data/legacy/singles/2025-10/20251013_213529_a.txt");
  assert.equal(readFileSync(staged, "utf8"), recipe);
  const again = await runSync(dir, ["collect", "out"]);
  assert.match(again.stdout, /4 files seen: 0 staged, 3 unchanged, 0 updated, 1 skipped, 0 failed\.\n$/);
  writeFileSync(join(dir, "out/20251013_213529_a.txt"), recipe.replace("Seed: 87", "Seed: 88"));
  const changed = await runSync(dir, ["collect", "out"]);
  assert.match(changed.stdout, /1 image changed/);
  assert.match(readFileSync(join(dir, "manifests/legacy/singles/2025-10.yaml"), "utf8"), /seed: "88"/);
  assert.match(readFileSync(staged, "utf8"), /Seed: 88/);
});
