import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import sharp from "sharp";
import { type ExportRequest, exportSamples, isFree } from "../../src/export/export.js";
import { selectSamples } from "../../src/export/select.js";
import { DEFAULT_LIMITS } from "../../src/images/header.js";
import { createInspector } from "../../src/images/inspect.js";
import { type DeclaredPicture, makePictureProject } from "../support/picture-project.js";
import { drawQuadrants, hashBytes } from "../support/pictures.js";
import { estateIn, settingsOf } from "../support/project.js";

const [PNG, JPEG] = await Promise.all([
  drawQuadrants(8, 8).png().toBuffer(),
  drawQuadrants(8, 8).jpeg().toBuffer(),
]);

const PICTURES: readonly DeclaredPicture[] = [
  {
    file: "one/Two of Spades.v2.png",
    bytes: PNG,
    declared: { prompt: "Two of Spades", seed: "18446744073709551615" },
  },
  { file: "two/a.png", bytes: JPEG, declared: { labels: [{ text: "a caption", type: "caption" }] } },
  { file: "three/a.png", bytes: Buffer.concat([PNG, Buffer.from([1])]) },
];

function prepare(t: TestContext, pictures = PICTURES) {
  const dir = makePictureProject(t, pictures);
  const selected = selectSamples(
    estateIn(dir).resources,
    { slugs: ["art"], anyAlbum: true, includeNsfw: false },
    { trainingAlbums: new Set(), nsfw: new Set(), captions: new Map() },
  );
  assert.ok("samples" in selected);
  const run = (request: Partial<ExportRequest> = {}) =>
    exportSamples({
      settings: settingsOf(dir),
      samples: selected.samples,
      format: "kohya",
      out: join(dir, "sets/out"),
      repeats: 3,
      shardImages: 2,
      strict: false,
      workers: 2,
      inspect: createInspector(DEFAULT_LIMITS),
      signal: new AbortController().signal,
      onProgress: () => {},
      ...request,
    });
  return { dir, out: join(dir, "sets/out"), run };
}

function pixelsOf(bytes: Buffer): Promise<Buffer> {
  return sharp(bytes).removeAlpha().raw().toBuffer();
}

/** Every file below a folder with the SHA-256 of its bytes. */
function snapshot(dir: string): { readonly [file: string]: string } {
  const files = readdirSync(dir, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    files
      .filter((file) => statSync(join(dir, file)).isFile())
      .map((file) => [file, hashBytes(readFileSync(join(dir, file)))]),
  );
}

describe("exporting a training set", () => {
  it("writes kohya folders: true extensions, captions beside the pictures", async (t) => {
    const { out, run } = prepare(t);
    assert.deepEqual(await run(), { state: "complete", converted: 0 });
    const text = (line: string) => hashBytes(Buffer.from(`${line}\n`));
    const files = snapshot(out);
    const clash = Object.keys(files).find((file) => /^3_art\/a-[0-9a-f]{8}\.png$/.test(file)) ?? "";
    assert.deepEqual(files, {
      "3_art/Two_of_Spades_v2.png": hashBytes(PNG),
      "3_art/Two_of_Spades_v2.txt": text("Two of Spades"),
      "3_art/a.jpg": hashBytes(JPEG),
      "3_art/a.txt": text("a caption"),
      [clash]: hashBytes((PICTURES[2] as DeclaredPicture).bytes),
    });
  });

  it("converts what the loader of kohya's scripts passes over, upright, or refuses it", async (t) => {
    const turned = await drawQuadrants(8, 4).withMetadata({ orientation: 6 }).tiff().toBuffer();
    const { out, run } = prepare(t, [
      { file: "a.gif", bytes: await drawQuadrants(8, 8).gif().toBuffer() },
      { file: "b.tif", bytes: turned },
      { file: "c.avif", bytes: await drawQuadrants(8, 8).avif({ lossless: true }).toBuffer() },
      { file: "d.webp", bytes: await drawQuadrants(8, 8).webp().toBuffer() },
    ]);
    const refused = await run({ strict: true });
    assert.ok(refused.state === "refused");
    assert.deepEqual(
      refused.diagnostics.map(({ code, summary }) => [code, summary]),
      ["a.gif is GIF", "b.tif is TIF", "c.avif is AVIF"].map((what) => [
        "picture-unusable",
        `${what}, which kohya's loader does not read`,
      ]),
    );
    assert.ok(isFree(out));
    assert.deepEqual(await run(), { state: "complete", converted: 3 });
    const pictures = Object.keys(snapshot(out));
    assert.deepEqual(pictures, ["3_art/a.png", "3_art/b.png", "3_art/c.png", "3_art/d.webp"]);
    for (const name of ["a", "c"])
      assert.deepEqual(await pixelsOf(readFileSync(join(out, `3_art/${name}.png`))), await pixelsOf(PNG));
    const { width, height } = await sharp(readFileSync(join(out, "3_art/b.png"))).metadata();
    assert.deepEqual([width, height], [4, 8]);
    rmSync(out, { recursive: true });
    assert.deepEqual(await run({ format: "imagefolder" }), { state: "complete", converted: 0 });
  });

  it("writes an imagefolder whose metadata names each file once, relative to itself", async (t) => {
    const { out, run } = prepare(t);
    assert.deepEqual(await run({ format: "imagefolder" }), { state: "complete", converted: 0 });
    const lines = readFileSync(join(out, "train/metadata.jsonl"), "utf8").trimEnd().split("\n");
    const rows = lines.map((line) => JSON.parse(line) as { readonly file_name: string });
    assert.equal(rows.length, 3);
    for (const [index, { file_name }] of rows.entries())
      assert.deepEqual(readFileSync(join(out, "train", file_name)), PICTURES[index]?.bytes);
    assert.equal(
      new Set(rows.map((row) => Object.keys(row).join())).size,
      1,
      "every row has the same columns",
    );
    assert.deepEqual(rows[0], {
      file_name: "art/Two_of_Spades_v2.png",
      text: "Two of Spades",
      album: "art",
      item: null,
      prompt: "Two of Spades",
      negative_prompt: null,
      seed: "18446744073709551615",
      width: 8,
      height: 8,
      sha256: hashBytes(PNG),
    });
  });

  it("writes WebDataset shards that tar reads, keys without dots, parts of a sample together", async (t) => {
    const { out, run } = prepare(t);
    assert.deepEqual(await run({ format: "webdataset" }), { state: "complete", converted: 0 });
    assert.deepEqual(readdirSync(out).sort(), ["shard-000000.tar", "shard-000001.tar"]);
    const list = (shard: string) =>
      execFileSync("tar", ["-tf", join(out, shard)], { encoding: "utf8" })
        .trimEnd()
        .split("\n");
    assert.deepEqual(list("shard-000000.tar"), [
      "000000_Two_of_Spades_v2.png",
      "000000_Two_of_Spades_v2.json",
      "000000_Two_of_Spades_v2.txt",
      "000001_a.jpg",
      "000001_a.json",
      "000001_a.txt",
    ]);
    assert.equal(list("shard-000001.tar").length, 3);
    const jpeg = execFileSync("tar", ["-xOf", join(out, "shard-000000.tar"), "000001_a.jpg"]);
    assert.deepEqual(jpeg, JPEG);
  });

  it("gives the same bytes again, with any number of workers, over an empty folder and a killed run's rest", async (t) => {
    const { dir, out, run } = prepare(t);
    for (const format of ["kohya", "imagefolder", "webdataset"] as const) {
      await run({ format, workers: 1 });
      const first = snapshot(out);
      rmSync(out, { recursive: true });
      mkdirSync(out, { recursive: true });
      mkdirSync(join(dir, "sets/.out.tmp/train"), { recursive: true });
      writeFileSync(join(dir, "sets/.out.tmp/train/rest.png"), PNG);
      await run({ format, workers: 3 });
      assert.deepEqual(snapshot(out), first);
      assert.deepEqual(readdirSync(join(dir, "sets")), ["out"]);
      rmSync(out, { recursive: true });
    }
  });

  it("refuses when a picture is missing, changed or damaged: all are named, nothing is written", async (t) => {
    const { dir, run } = prepare(t);
    const file = (name: string) => join(dir, "data/legacy", name);
    rmSync(file("two/a.png"));
    const changed = Buffer.from(PNG);
    changed[changed.length - 1] = 0;
    writeFileSync(file("one/Two of Spades.v2.png"), changed);
    writeFileSync(file("three/a.png"), "x".repeat(PNG.length + 1));
    const outcome = await run({ workers: 1 });
    assert.ok(outcome.state === "refused");
    assert.deepEqual(
      outcome.diagnostics
        .map(({ code, summary }) => `${code}: ${summary}`)
        .map((line) => line.replace(/ \(.*/, "")),
      [
        "hash-differs: one/Two of Spades.v2.png does not match its declared sha256",
        "file-missing: two/a.png does not exist under the asset root",
        "picture-unusable: three/a.png is text, not a picture",
      ],
    );
    assert.ok(outcome.diagnostics.every(({ source }) => source?.file === "manifests/art.yaml"));
    assert.deepEqual(readdirSync(join(dir, "sets")), []);
  });

  it("leaves nothing when it is stopped, fails, or finds no asset root", async (t) => {
    const { dir, run } = prepare(t);
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    assert.deepEqual(await run({ workers: 1, signal: stop.signal, onProgress }), { state: "stopped" });
    const fail = () => {
      throw new Error("disk full");
    };
    await assert.rejects(run({ onProgress: fail }), /disk full/);
    rmSync(join(dir, "data/legacy/.album-sync-root"));
    assert.deepEqual(await run(), { state: "root-missing" });
    assert.deepEqual(readdirSync(join(dir, "sets")), []);
  });

  it("is free to write where nothing is", async (t) => {
    const { dir } = prepare(t);
    assert.ok(isFree(join(dir, "new")));
    mkdirSync(join(dir, "empty"));
    assert.ok(isFree(join(dir, "empty")));
    assert.ok(!isFree(dir));
  });
});
