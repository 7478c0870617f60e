import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { addPictures } from "../../src/collect/add-pictures.js";
import { type CollectTarget, DRY_RUN_TARGET } from "../../src/collect/collect-target.js";
import { type KnownAlbum, readKnownAlbums } from "../../src/collect/match/known-albums.js";
import { PromptIndex } from "../../src/collect/match/prompt-index.js";
import { StageProblem } from "../../src/collect/stage/stage-problem.js";
import { surveyOptionsOf } from "../../src/engine/collect/collect.js";
import { readTree } from "../support/collect-project.js";
import { MOON, moonPrompt, run, start } from "../support/moon-cards.js";
import { estateIn, settingsOf } from "../support/project.js";
import { writeA1111, writeComfy } from "../support/stand-in-generator.js";

const ALBUM = `kind: album   # made by hand
slug: decks/mine
name: Mine
type: deck
images: []
`;

describe("sync add", () => {
  it("stages pictures, fills in their facts and ties them to their items", async (t) => {
    const { dir, root } = start(t, { "manifests/moon.yaml": MOON, "manifests/mine.yaml": ALBUM });
    writeA1111(join(root, "One picture.png"), { prompt: moonPrompt("One"), seed: 42 });
    writeComfy(join(root, "other/x.png"), { prompt: "an idea" });
    writeFileSync(join(root, "other/x.json"), JSON.stringify({ prompt: moonPrompt("Two"), seed: 7 }));
    const sources = readTree(root);
    const words = ["add", join(root, "One picture.png"), join(root, "other/x.png"), "--album", "decks/mine"];
    const dry = await run(dir, 0, ...words, "--dry-run");
    assert.equal(readFileSync(join(dir, "manifests/mine.yaml"), "utf8"), ALBUM);
    const real = await run(dir, 0, ...words);
    assert.equal(real.stdout, dry.stdout);
    assert.match(real.stdout, /^~ manifests\/mine\.yaml: 2 images added\n/);
    assert.deepEqual(readTree(root), sources, "sources stay as they are");
    const text = readFileSync(join(dir, "manifests/mine.yaml"), "utf8");
    assert.match(text, /^kind: album {3}# made by hand\n/);
    assert.match(text, /^set_template: moon-cards$/m);
    assert.match(
      text,
      /file: decks\/mine\/one_picture\.png\n {4}sha256: "[0-9a-f]{64}"\n {4}bytes: \d+\n {4}width: 16\n {4}height: 8\n/,
    );
    assert.match(text, /seed: "42"[\s\S]*seed: "7"|seed: "7"[\s\S]*seed: "42"/);
    assert.deepEqual([...text.matchAll(/item: (.*)$/gm)].map(([, item]) => item).sort(), ["One", "Two"]);
    assert.deepEqual(
      readFileSync(join(dir, "data/legacy/decks/mine/x.png.json")),
      sources.get("other/x.json"),
    );
    await run(dir, 0, "validate", "--assets", "hash");
    const again = await run(dir, 0, ...words);
    assert.match(
      again.stdout,
      /warning\[already-in-album\] x\.png was not added: album decks\/mine has a picture with the same bytes/,
    );
    assert.equal(readFileSync(join(dir, "manifests/mine.yaml"), "utf8"), text);
    await run(dir, 0, "apply", "--yes");
  });

  it("takes the item that it is given, and other pictures of the same name", async (t) => {
    const album = ALBUM.replace("images", "set_template: moon-cards\nimages");
    const { dir, root } = start(t, { "manifests/moon.yaml": MOON, "manifests/mine.yaml": album });
    for (const folder of ["a", "b"])
      writeA1111(join(root, folder, "x.png"), { prompt: moonPrompt("One"), seed: folder.charCodeAt(0) });
    await run(dir, 0, "add", join(root, "a/x.png"), "--album", "decks/mine", "--item", "Four");
    await run(dir, 0, "add", join(root, "b/x.png"), "--album", "decks/mine");
    const text = readFileSync(join(dir, "manifests/mine.yaml"), "utf8");
    assert.deepEqual(
      [...text.matchAll(/item: (.*)$/gm)].map(([, item]) => item),
      ["Four", "One"],
    );
    await run(dir, 0, "validate", "--assets", "hash");
    // Another root's x.png is another picture.
    mkdirSync(join(root, "c"));
    cpSync(join(root, "b/x.png"), join(root, "c/x.png"));
    await run(dir, 0, "collect", join(root, "c"));
    assert.equal(readFileSync(join(dir, "manifests/mine.yaml"), "utf8"), text);
  });

  it("declares a set template only beside a picture that was staged", async (t) => {
    const { dir, root } = start(t, { "manifests/moon.yaml": MOON, "manifests/mine.yaml": ALBUM });
    for (const [folder, item] of ["One", "Two"].entries())
      writeA1111(join(root, `${folder}/${item}.png`), { prompt: moonPrompt(item) });
    const settings = settingsOf(dir);
    const { resources } = estateIn(dir);
    const albums = readKnownAlbums(settings.manifestDirs, settings);
    const written: string[] = [];
    const target: CollectTarget = {
      ...DRY_RUN_TARGET,
      stage: async (groups) =>
        groups.map(([one]) =>
          one?.target.endsWith("one.png")
            ? new StageProblem("unreadable", "It can't be read", "")
            : undefined,
        ),
      writeTexts: (compose) => written.push(...compose().map(({ text }) => text)),
    };
    const add = (...files: readonly string[]) =>
      addPictures({
        files: files.map((file) => join(root, file)),
        album: albums[0] as KnownAlbum,
        albums,
        item: undefined,
        prompts: new PromptIndex(resources),
        assetRoot: join(dir, "data/legacy"),
        manifestDir: join(dir, "manifests"),
        mode: "copy",
        target,
        options: surveyOptionsOf(settings, resources),
        signal: new AbortController().signal,
      });
    assert.equal((await add("0/One.png")).counts.failed, 1);
    assert.equal(written.join(""), "");
    await add("0/One.png", "1/Two.png");
    assert.match(written.join(""), /^set_template: moon-cards\n[\s\S]* item: Two$/m);
  });

  it("refuses what is no picture and goes on, and what nobody declares", async (t) => {
    const { dir, root } = start(t, { "manifests/moon.yaml": MOON, "manifests/mine.yaml": ALBUM });
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, "a.png"), "<html></html>");
    writeFileSync(
      join(root, "b.png"),
      `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 12\n`,
    );
    writeA1111(join(root, "c.png"), { prompt: "x" });
    symlinkSync("c.png", join(root, "e.png"));
    const files = ["a.png", "b.png", "c.png", "d.png", "e.png", ""].map((name) => join(root, name));
    const { stdout } = await run(dir, 6, "add", ...files, "--album", "decks/mine");
    assert.match(stdout, /error\[.*\] a\.png /);
    assert.match(stdout, /git lfs pull/);
    assert.match(stdout, /error\[file-missing\] .*d\.png does not exist\.\n {2}Check its path\./);
    assert.match(stdout, /error\[link\] .*e\.png is a symbolic link; sync does not follow links\.\n/);
    assert.match(
      stdout,
      /pictures is a folder\.\n {2}Pass its files, or use \S.* collect for the whole folder/,
    );
    assert.match(stdout, /6 files seen: 1 staged, 0 unchanged, 0 updated, 0 skipped, 5 failed\./);
    const no = await run(dir, 64, "add", files[2] as string, "--album", "decks/mne");
    assert.match(
      no.stderr,
      /no album has the slug "decks\/mne"; did you mean "decks\/mine"\?[\s\S]* new album decks\/mne/,
    );
    await run(dir, 64, "add", files[2] as string, "--album", "decks/mine", "--item", "One");
    await run(dir, 64, "add", files[2] as string);
  });
});
