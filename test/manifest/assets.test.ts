import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { checkAssets, hashFile, ROOT_MARKER, resolveAsset } from "../../src/manifest/assets.js";
import type { Image } from "../../src/model/resource.js";
import { hashBytes } from "../support/pictures.js";
import { estateIn, makeProject, settingsOf, writeFiles } from "../support/project.js";

const BYTES = Buffer.from("not a picture, but bytes all the same");
const FILE = "singles/a.png";

function prepare(t: TestContext): {
  readonly dir: string;
  readonly path: string;
  readonly check: (level?: "stat" | "hash") => string[];
} {
  const dir = makeProject(t, {
    "manifests/singles.yaml": `kind: album
slug: singles
name: Singles
images:
  - file: ${FILE}
    sha256: "${hashBytes(BYTES)}"
    bytes: ${BYTES.length}
    width: 1
    height: 1
`,
    [`data/legacy/${ROOT_MARKER}`]: "main\n",
    [`data/legacy/${FILE}`]: BYTES,
  });
  const settings = settingsOf(dir);
  const images = estateIn(dir).resources.filter((resource): resource is Image => resource.kind === "image");
  const check = (level: "stat" | "hash" = "stat") =>
    checkAssets(settings, images, level).diagnostics.map(({ code, source, address }) => {
      assert.equal(address, `image:${FILE}`);
      return `${code} ${source?.file}:${source?.line}:${source?.column}`;
    });
  return { dir, path: resolveAsset(settings, FILE), check };
}

describe("checkAssets", () => {
  it("is content with the declared bytes", (t) => {
    const { check } = prepare(t);
    assert.deepEqual(check("hash"), []);
  });

  it("takes a root without its marker as not there", (t) => {
    const { dir } = prepare(t);
    rmSync(join(dir, "data/legacy", ROOT_MARKER));
    const images = estateIn(dir).resources.filter((resource): resource is Image => resource.kind === "image");
    assert.deepEqual(checkAssets(settingsOf(dir), images, "hash"), { diagnostics: [], rootMissing: true });
  });

  it("finds a missing file and a missing folder", (t) => {
    const { path, check } = prepare(t);
    rmSync(path);
    assert.deepEqual(check(), ["file-missing manifests/singles.yaml:5:11"]);
    rmSync(dirname(path), { recursive: true });
    assert.deepEqual(check(), ["file-missing manifests/singles.yaml:5:11"]);
  });

  it("finds another size by stat alone", (t) => {
    const { dir, check } = prepare(t);
    writeFiles(dir, { [`data/legacy/${FILE}`]: "shorter" });
    assert.deepEqual(check(), ["size-differs manifests/singles.yaml:7:12"]);
  });

  it("finds other bytes of the same size only when it reads them", (t) => {
    const { dir, check } = prepare(t);
    writeFiles(dir, { [`data/legacy/${FILE}`]: Buffer.from(BYTES).fill("X", 3, 4) });
    assert.deepEqual(check("stat"), []);
    assert.deepEqual(check("hash"), ["hash-differs manifests/singles.yaml:6:13"]);
  });

  it("tells a Git LFS pointer from a file of another size", (t) => {
    const { dir, check } = prepare(t);
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 12345\n`;
    writeFiles(dir, { [`data/legacy/${FILE}`]: pointer });
    assert.deepEqual(check(), ["lfs-pointer manifests/singles.yaml:5:11"]);
  });

  it("follows links inside the root and refuses those that leave it", (t) => {
    const { dir, path, check } = prepare(t);
    writeFiles(dir, { "data/legacy/other/b.png": BYTES, "elsewhere/c.png": BYTES });
    rmSync(path);
    symlinkSync(join(dir, "data/legacy/other/b.png"), path);
    assert.deepEqual(check("hash"), []);
    rmSync(path);
    symlinkSync(join(dir, "elsewhere/c.png"), path);
    assert.deepEqual(check(), ["file-outside-root manifests/singles.yaml:5:11"]);
  });

  it("refuses a folder that is a link out of the root", (t) => {
    const { dir, path, check } = prepare(t);
    writeFiles(dir, { "elsewhere/a.png": BYTES });
    rmSync(dirname(path), { recursive: true });
    symlinkSync(join(dir, "elsewhere"), dirname(path));
    assert.deepEqual(check("hash"), ["file-outside-root manifests/singles.yaml:5:11"]);
  });

  it("finds a folder, a FIFO and a loop of links in the place of the file", (t) => {
    const { path, check } = prepare(t);
    rmSync(path);
    mkdirSync(path);
    assert.deepEqual(check("hash"), ["file-not-regular manifests/singles.yaml:5:11"]);
    rmSync(path, { recursive: true });
    assert.equal(spawnSync("mkfifo", [path]).status, 0);
    assert.deepEqual(check("hash"), ["file-not-regular manifests/singles.yaml:5:11"]);
    rmSync(path);
    symlinkSync(path, path);
    assert.deepEqual(check("hash"), ["file-unreadable manifests/singles.yaml:5:11"]);
  });
});

describe("hashFile", () => {
  it("hashes a file that is longer than its buffer", (t) => {
    const bytes = Buffer.alloc(700_001, "album-sync");
    const dir = makeProject(t, { "big.bin": bytes });
    assert.equal(hashFile(join(dir, "big.bin")), hashBytes(bytes));
  });

  it("is null for what can't be read", (t) => {
    const { dir, path } = prepare(t);
    assert.equal(hashFile(`${path}.none`), null);
    assert.equal(hashFile(dir), null);
    assert.equal(spawnSync("mkfifo", [`${path}.fifo`]).status, 0);
    assert.equal(hashFile(`${path}.fifo`), null);
  });
});
