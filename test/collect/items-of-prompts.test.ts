import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { MOON, MOON_TWIN, moonPrompt, run, start } from "../support/moon-cards.js";
import { writeA1111, writeComfy } from "../support/stand-in-generator.js";

const SUNS = MOON.replaceAll("moon", "sun").replace("Moon", "Sun");

describe("items of collected pictures", () => {
  it("come from prompts as A1111 and ComfyUI write them, with a theme and LoRAs too", async (t) => {
    const { dir, root } = start(t, { "manifests/moon.yaml": MOON });
    writeA1111(join(root, "moon-cards/00001-1.png"), {
      prompt: `${moonPrompt("One")} <lora:ink:0.6>, <lora:b:1>`,
    });
    writeComfy(join(root, "moon-cards/ComfyUI_00001_.png"), { prompt: ` ${moonPrompt("Two")}\r\n` });
    writeA1111(join(root, "moon-cards/00002-2.png"), {
      prompt: "A card. Art style: a. b. Three of moons. ink",
    });
    writeA1111(join(root, "moon-cards/00003-3.png"), { prompt: "Five of moons" });
    await run(dir, 0, "collect", root);
    assert.deepEqual(itemsIn(dir, "decks/moon-cards"), {
      set_template: "moon-cards",
      "00001-1.png": "One",
      "comfyui_00001.png": "Two",
      "00002-2.png": "Three",
      "00003-3.png": undefined,
    });
    await run(dir, 0, "validate");
    assert.match((await run(dir, 0, "collect", root)).stdout, /: 0 staged, 4 unchanged/);
    // A person's item is what the manifest says.
    const manifest = join(dir, "manifests/legacy/decks/moon-cards.yaml");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace("item: Three", "item: Four"));
    const lines = join(dir, "report.jsonl");
    const { stdout } = await run(dir, 0, "collect", root, "--json", "--report", lines);
    const told = (files: readonly { readonly file?: string; readonly item?: string }[]) =>
      Object.fromEntries(files.flatMap(({ file, item }) => (file === undefined ? [] : [[file, item]])));
    const expected = {
      "moon-cards/00001-1.png": "One",
      "moon-cards/00002-2.png": "Four",
      "moon-cards/00003-3.png": undefined,
      "moon-cards/ComfyUI_00001_.png": "Two",
    };
    assert.deepEqual(told(JSON.parse(stdout).files), expected);
    const parsed = readFileSync(lines, "utf8").trimEnd().split("\n");
    assert.deepEqual(told(parsed.map((line) => JSON.parse(line) as { file?: string })), expected);
  });

  it("tell the set template of an album whose folder says nothing", async (t) => {
    const { dir, root } = start(t, { "manifests/moon.yaml": MOON, "manifests/sun.yaml": SUNS });
    writeA1111(join(root, "00001-1.png"), { prompt: moonPrompt("One") });
    writeA1111(join(root, "00002-1.png"), { prompt: "something else" });
    const { stdout } = await run(dir, 0, "collect", root, "-v");
    assert.match(
      stdout,
      /note\[set-template-found\] Images of album singles\/undated have prompts of the set template moon-cards/,
    );
    assert.deepEqual(itemsIn(dir, "singles/undated"), {
      set_template: "moon-cards",
      "00001-1.png": "One",
      "00002-1.png": undefined,
    });
    await run(dir, 0, "validate");
  });

  it("are listed, never guessed, where a prompt fits several", async (t) => {
    const { dir, root } = start(t, { "manifests/moon.yaml": MOON, "manifests/other.yaml": MOON_TWIN });
    writeA1111(join(root, "00001-1.png"), { prompt: moonPrompt("One") });
    const { stdout } = await run(dir, 6, "collect", root, "--strict");
    assert.match(
      stdout,
      /warning\[item-ambiguous\] 00001-1\.png has the prompt of several items: One \(moon-cards\), One \(other\)\. It was tied to none\.\n {2}Make their prompts differ/,
    );
    assert.deepEqual(itemsIn(dir, "singles/undated"), { "00001-1.png": undefined });
  });

  it("say when pictures of several sets lie in one folder, and tie none", async (t) => {
    const { dir, root } = start(t, { "manifests/moon.yaml": MOON, "manifests/sun.yaml": SUNS });
    writeA1111(join(root, "00001-1.png"), { prompt: moonPrompt("One") });
    writeA1111(join(root, "00002-1.png"), { prompt: "A card. One of suns. ink" });
    const { stdout } = await run(dir, 0, "collect", root);
    assert.match(stdout, /warning\[sets-mixed\] .*: moon-cards, sun-cards\. They were tied to none\./);
    assert.deepEqual(itemsIn(dir, "singles/undated"), { "00001-1.png": undefined, "00002-1.png": undefined });
  });

  it("are none in a manifest that declares no set template, whatever names say", async (t) => {
    const rule = "{ pattern: mine, type: deck, slug: decks/mine, name: Mine, set_template: moon-cards }";
    const { dir, root } = start(t, {
      "sync.config.yaml": `estate: main\ncollect: { rules: [${rule}] }\n`,
      "manifests/moon.yaml": MOON,
      "manifests/legacy/decks/mine.yaml": "kind: album\nslug: decks/mine\nname: Mine\nimages: []\n",
    });
    writeA1111(join(root, "mine/Two.png"), { prompt: moonPrompt("One") });
    const { stdout } = await run(dir, 0, "collect", root);
    assert.match(stdout, /warning\[set-template-undeclared\]/);
    assert.doesNotMatch(stdout, /item-name-differs|It was tied to/);
    assert.deepEqual(itemsIn(dir, "decks/mine"), { "two.png": undefined });
  });

  it("come from names also where the manifest alone declares the set template", async (t) => {
    const rule = "{ pattern: mine, type: deck, slug: decks/mine, name: Mine }";
    const { dir, root } = start(t, {
      "sync.config.yaml": `estate: main\ncollect: { rules: [${rule}] }\n`,
      "manifests/moon.yaml": MOON,
      "manifests/legacy/decks/mine.yaml":
        "kind: album\nslug: decks/mine\nname: Mine\ntype: deck\nset_template: moon-cards\nimages: []\n",
    });
    writeA1111(join(root, "mine/Two.png"), { prompt: "my own words" });
    await run(dir, 0, "collect", root);
    assert.deepEqual(itemsIn(dir, "decks/mine"), { set_template: "moon-cards", "two.png": "Two" });
    await run(dir, 0, "validate");
    assert.match((await run(dir, 0, "collect", root)).stdout, /: 0 staged, 1 unchanged, 0 updated/);
  });

  it("follow the prompt where the name of the file says otherwise, and say so", async (t) => {
    const { dir, root } = start(t, { "manifests/moon.yaml": MOON, "manifests/sun.yaml": SUNS });
    writeA1111(join(root, "moon-cards/Two.png"), { prompt: moonPrompt("One") });
    writeA1111(join(root, "moon-cards/Three.png"), { prompt: "A card. One of suns. ink" });
    writeA1111(join(root, "moon-cards/Four.png"), { prompt: "my own words" });
    const { stdout } = await run(dir, 0, "collect", root);
    assert.match(
      stdout,
      /warning\[item-name-differs\] moon-cards\/Two\.png is named after item Two, but has the prompt of One/,
    );
    assert.match(
      stdout,
      /warning\[item-of-other-set\] moon-cards\/Three\.png has the prompt of One \(sun-cards\), but/,
    );
    assert.deepEqual(itemsIn(dir, "decks/moon-cards"), {
      set_template: "moon-cards",
      "two.png": "One",
      "three.png": undefined,
      "four.png": "Four",
    });
  });
});

/** The set template of a collected album, and the item of each image by the name of its file. */
function itemsIn(dir: string, slug: string): { readonly [name: string]: string | undefined } {
  const text = readFileSync(join(dir, "manifests/legacy", `${slug}.yaml`), "utf8");
  const template = /^set_template: (.*)$/m.exec(text)?.[1];
  const entries = text.split(/^ {2}- /m).slice(1);
  const items = entries.map((entry) => [
    /file: (?:.*\/)?(.*)$/m.exec(entry)?.[1] ?? "",
    /^ {4}item: (.*)$/m.exec(entry)?.[1],
  ]);
  return { ...(template !== undefined && { set_template: template }), ...Object.fromEntries(items) };
}
