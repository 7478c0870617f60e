import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { MOON, MOON_TWIN, moonPrompt, run, start } from "../support/moon-cards.js";
import { writeA1111 } from "../support/stand-in-generator.js";

describe("sync collect --relink", () => {
  it("ties manifests that were written before the set template, and keeps what a person wrote", async (t) => {
    const { dir, root } = start(t, {});
    for (const [index, item] of ["One", "Two", "Three"].entries())
      writeA1111(join(root, `0000${index}-1.png`), { prompt: moonPrompt(item) });
    await run(dir, 0, "collect", root);
    const manifest = join(dir, "manifests/legacy/singles/undated.yaml");
    const before = readFileSync(manifest, "utf8")
      .replace(/^images:$/m, "images:   # by Ana")
      .replace(/^ {4}prompt: .*Two of moons.*$/m, "    # no prompt here");
    writeFileSync(manifest, before);
    writeFileSync(join(dir, "manifests/moon.yaml"), MOON);
    const dry = await run(dir, 0, "collect", "--relink", "--dry-run");
    assert.equal(readFileSync(manifest, "utf8"), before, "a dry run writes nothing");
    const real = await run(dir, 0, "collect", "--relink");
    assert.equal(real.stdout, dry.stdout);
    assert.equal(
      real.stdout,
      "~ manifests/legacy/singles/undated.yaml: set_template moon-cards, 3 images tied\n\n3 images of 1 album tied to items.\n",
    );
    const after = readFileSync(manifest, "utf8");
    assert.deepEqual(
      after.split("\n").filter((line) => !before.split("\n").includes(line)),
      ["set_template: moon-cards", "    item: One", "    item: Two", "    item: Three"],
    );
    await run(dir, 0, "validate");
    assert.match((await run(dir, 0, "collect", "--relink")).stdout, /^0 images of 0 albums tied/);
    writeFileSync(manifest, after.replace("item: One", "item: Four"));
    await run(dir, 0, "collect", "--relink");
    assert.match(readFileSync(manifest, "utf8"), /item: Four/, "an item that a person wrote stays");
  });

  it("leaves an album that says it has no set, and names what is ambiguous", async (t) => {
    const { dir, root } = start(t, {});
    writeA1111(join(root, "00001-1.png"), { prompt: moonPrompt("One") });
    await run(dir, 0, "collect", root);
    writeFileSync(join(dir, "manifests/moon.yaml"), MOON);
    writeFileSync(join(dir, "manifests/other.yaml"), MOON_TWIN);
    const { stdout } = await run(dir, 6, "collect", "--relink", "--strict", "--json");
    const report = JSON.parse(stdout) as { manifests: unknown[]; remarks: { code: string }[] };
    assert.deepEqual([report.manifests, report.remarks.map(({ code }) => code)], [[], ["item-ambiguous"]]);
    const manifest = join(dir, "manifests/legacy/singles/undated.yaml");
    const text = readFileSync(manifest, "utf8").replace(/^type:/m, "set_template: null\ntype:");
    writeFileSync(manifest, text);
    await run(dir, 0, "collect", "--relink", "--strict");
    assert.equal(readFileSync(manifest, "utf8"), text);
  });

  it("is named where new pictures of an old album would have items", async (t) => {
    const { dir, root } = start(t, {});
    writeA1111(join(root, "00001-1.png"), { prompt: moonPrompt("One") });
    await run(dir, 0, "collect", root);
    writeFileSync(join(dir, "manifests/moon.yaml"), MOON);
    writeA1111(join(root, "00002-1.png"), { prompt: moonPrompt("Two") });
    const { stdout } = await run(dir, 0, "collect", root);
    assert.match(stdout, /warning\[set-template-undeclared\] .*\n {2}Run \S.* collect --relink/);
    await run(dir, 0, "validate");
    assert.match((await run(dir, 0, "collect", "--relink")).stdout, /2 images tied/);
  });

  it("reads pictures of every asset root", async (t) => {
    const config = "estate: main\nassets: { roots: [{ name: shared, dir: data/shared }] }\n";
    const { dir, root } = start(t, { "sync.config.yaml": config });
    writeA1111(join(root, "00001-1.png"), { prompt: moonPrompt("One") });
    await run(dir, 0, "collect", root);
    const manifest = join(dir, "manifests/legacy/singles/undated.yaml");
    const text = readFileSync(manifest, "utf8").replace(/^ {4}prompt: .*\n/m, "");
    writeFileSync(manifest, text.replace("file: singles/", "file: shared/singles/"));
    renameSync(join(dir, "data/legacy"), join(dir, "data/shared"));
    writeFileSync(join(dir, "manifests/moon.yaml"), MOON);
    assert.match((await run(dir, 0, "collect", "--relink")).stdout, /set_template moon-cards, 1 image tied/);
  });

  it("does not go together with a root", async (t) => {
    const { dir, root } = start(t, {});
    await run(dir, 64, "collect", root, "--relink");
    await run(dir, 64, "collect", "--relink", "--mode", "copy");
    await run(dir, 64, "collect", "--relink", "--workers", "2");
    await run(dir, 64, "collect");
  });
});
