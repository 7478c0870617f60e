import assert from "node:assert/strict";
import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { drawBands } from "../../../sample/legacy/png-file.js";
import { FactCache } from "../../../src/collect/facts/fact-cache.js";
import type { DerivedFacts, FactSource } from "../../../src/collect/source/collected-image.js";
import { isRacy } from "../../../src/collect/source/file-stamp.js";
import { DEFAULT_LIMITS } from "../../../src/images/header.js";
import { runSync } from "../../support/collect-project.js";
import { hashBytes } from "../../support/pictures.js";
import { makeProject } from "../../support/project.js";
import { makeTempDir } from "../../support/temp-dir.js";

const HOUR = 3_600_000;
const later = (): Date => new Date(Date.now() + HOUR);

describe("what was read before", () => {
  it("is taken for files that did not change since, and read again for others", async (t) => {
    const { source, picture, sidecar, root } = makeSource(t);
    const text = await fillCache(source, root);
    // Nobody could tell the cache's answer from the file's, were they not made to differ.
    const marked = text.replace("a fox", "a fox of the cache");
    const derive = async (changed: Partial<FactSource> = {}, version = "1"): Promise<unknown> => {
      const derived = await new FactCache(marked, version, later).derive({ ...source, ...changed });
      return (derived as DerivedFacts).facts.prompt;
    };
    assert.equal(await derive(), "a fox of the cache");
    assert.equal(await derive({}, "2"), "a fox", "another version may read other facts");
    for (const changed of [
      { timeZone: "Asia/Tokyo" },
      { albumType: "upload" as const },
      { sidecarFile: "b.json" },
    ])
      assert.equal(await derive(changed), "a fox", JSON.stringify(changed));
    for (const file of [picture, sidecar]) {
      const { atimeMs, mtimeMs } = statSync(file);
      writeFileSync(file, readFileSync(file));
      utimesSync(file, atimeMs / 1000, mtimeMs / 1000);
      assert.equal(await derive(), "a fox", "same bytes, size and time, yet it was written");
      await fillCache(source, root);
    }
  });

  it("is not trusted when the file could have changed once more without a trace", async (t) => {
    const { source, root } = makeSource(t);
    const { ctimeMs } = statSync(source.picture);
    const soon = new FactCache(undefined, "1", () => new Date(ctimeMs + 1));
    await soon.derive(source);
    assert.equal(soon.render(root), undefined);
    const second = 1_700_000_000_000_000_000n;
    const stamp = (changed: bigint) => ({ text: "", changed });
    const at = (milliseconds: number) => new Date(Number(second / 1_000_000n) + milliseconds);
    assert.deepEqual([isRacy(stamp(second + 1n), at(10)), isRacy(stamp(second + 1n), at(50))], [true, false]);
    assert.deepEqual(
      [isRacy(stamp(second), at(1500)), isRacy(stamp(second), at(2500))],
      [true, false],
      "coarse clocks",
    );
    assert.ok(isRacy(stamp(second + 1n), at(-5000)), "a clock that went back");
  });

  it("keeps digests of staged files, those just written too", (t) => {
    const file = join(makeTempDir(t), "staged.png");
    writeFileSync(file, "bytes");
    const first = new FactCache(undefined, "1", later);
    assert.equal(first.hash(file), hashBytes(Buffer.from("bytes")));
    const written = new FactCache(undefined, "1", later);
    written.noteWritten(file, "the digest that was written");
    const root = Buffer.from("/elsewhere");
    assert.equal(new FactCache(written.render(root), "1", later).hash(file), "the digest that was written");
    const other = new FactCache(first.render(root), "1", later);
    assert.equal(other.render(root), undefined, "nothing new");
    writeFileSync(file, "other");
    assert.equal(other.hash(file), hashBytes(Buffer.from("other")));
    assert.equal(other.hash(join(file, "none")), null);
  });

  it("may be cut off anywhere, or be something else", async (t) => {
    const { source, root } = makeSource(t);
    const text = await fillCache(source, root);
    for (const broken of [text.slice(0, -20), text.slice(0, 5), "", "\n3\n[]\n", `${text}7\nnull\n["x"]\n`]) {
      const derived = await new FactCache(broken, "1", later).derive(source);
      assert.equal((derived as DerivedFacts).facts.prompt, "a fox");
    }
  });

  it("forgets files of the root that are gone, and keeps those of other roots", async (t) => {
    const { source, root } = makeSource(t);
    const text = await fillCache(source, root);
    assert.equal(new FactCache(text, "1", later).render(Buffer.from("/elsewhere")), undefined);
    assert.equal(new FactCache(text, "1", later).render(root)?.trimEnd().split("\n").length, 1);
  });
});

describe("a second collect", () => {
  it("notices a staged file that was changed behind its back, size and time kept", async (t) => {
    const root = join(makeTempDir(t), "outputs");
    const dir = makeProject(t, {});
    const { source } = makeSource(t, root);
    await runSync(dir, ["collect", root]);
    await runSync(dir, ["collect", root]);
    assert.match(readFileSync(join(dir, "data/sync-collect.tmp"), "utf8"), /"staged /);
    const staged = join(dir, "data/legacy/singles/undated/fox.png");
    const bytes = readFileSync(staged);
    const { atimeMs, mtimeMs } = statSync(staged);
    writeFileSync(
      staged,
      Buffer.from(bytes.map((byte, index) => (index === bytes.length - 5 ? byte ^ 1 : byte))),
    );
    utimesSync(staged, atimeMs / 1000, mtimeMs / 1000);
    const { stdout } = await runSync(dir, ["collect", root]);
    assert.match(stdout, /2 files seen: 0 staged, 1 unchanged, 1 updated/);
    assert.deepEqual(readFileSync(staged), readFileSync(source.picture));
  });
});

function makeSource(t: TestContext, root = makeTempDir(t)) {
  const [picture, sidecar] = [join(root, "fox.png"), join(root, "fox.json")];
  mkdirSync(root, { recursive: true });
  writeFileSync(picture, drawBands("fox", 4, 4));
  writeFileSync(sidecar, JSON.stringify({ prompt: "a fox" }));
  const source: FactSource = {
    picture: Buffer.from(picture),
    sidecar: Buffer.from(sidecar),
    file: "fox.png",
    sidecarFile: "fox.json",
    albumType: "singles",
    template: undefined,
    timeZone: "UTC",
    limits: DEFAULT_LIMITS,
  };
  return { source, picture, sidecar, root: Buffer.from(root) };
}

async function fillCache(source: FactSource, root: Buffer): Promise<string> {
  const cache = new FactCache(undefined, "1", later);
  await cache.derive(source);
  return cache.render(root) ?? "";
}
