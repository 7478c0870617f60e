import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { checkAssets, hashAssets, ROOT_MARKER, resolveAsset } from "../../../src/manifest/check/assets.js";
import { hashFiles } from "../../../src/manifest/check/hash-files.js";
import type { Image } from "../../../src/model/resource.js";
import { hashBytes } from "../../support/pictures.js";
import { estateIn, makeProject, settingsOf, writeFiles } from "../../support/project.js";
import { makeTempDir } from "../../support/temp-dir.js";

const BYTES = Buffer.from("not a picture, but bytes all the same");
const FILE = "singles/a.png";

function prepare(t: TestContext): {
  readonly dir: string;
  readonly path: string;
  readonly check: (level?: "stat" | "hash") => Promise<string[]>;
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
  const images = [...estateIn(dir).resources].filter(
    (resource): resource is Image => resource.kind === "image",
  );
  const check = async (level: "stat" | "hash" = "stat") => {
    const { diagnostics } =
      level === "stat" ? checkAssets(settings, images) : await hashAssets(settings, images, 1);
    return diagnostics.map(({ code, source, address }) => {
      assert.equal(address, `image:${FILE}`);
      return `${code} ${source?.file}:${source?.line}:${source?.column}`;
    });
  };
  return { dir, path: resolveAsset(settings, FILE), check };
}

describe("checkAssets", () => {
  it("is content with the declared bytes", async (t) => {
    const { check } = prepare(t);
    assert.deepEqual(await check("hash"), []);
  });

  it("takes a root without its marker as not there", async (t) => {
    const { dir } = prepare(t);
    rmSync(join(dir, "data/legacy", ROOT_MARKER));
    const images = [...estateIn(dir).resources].filter(
      (resource): resource is Image => resource.kind === "image",
    );
    const missing = { diagnostics: [], rootMissing: true };
    assert.deepEqual(checkAssets(settingsOf(dir), images), missing);
    assert.deepEqual(await hashAssets(settingsOf(dir), images, 1), missing);
  });

  it("finds a missing file and a missing folder", async (t) => {
    const { path, check } = prepare(t);
    rmSync(path);
    assert.deepEqual(await check(), ["file-missing manifests/singles.yaml:5:11"]);
    rmSync(dirname(path), { recursive: true });
    assert.deepEqual(await check(), ["file-missing manifests/singles.yaml:5:11"]);
  });

  it("finds another size by stat alone", async (t) => {
    const { dir, check } = prepare(t);
    writeFiles(dir, { [`data/legacy/${FILE}`]: "shorter" });
    assert.deepEqual(await check(), ["size-differs manifests/singles.yaml:7:12"]);
  });

  it("finds other bytes of the same size only when it reads them", async (t) => {
    const { dir, check } = prepare(t);
    writeFiles(dir, { [`data/legacy/${FILE}`]: Buffer.from(BYTES).fill("X", 3, 4) });
    assert.deepEqual(await check("stat"), []);
    assert.deepEqual(await check("hash"), ["hash-differs manifests/singles.yaml:6:13"]);
  });

  it("tells a Git LFS pointer from a file of another size", async (t) => {
    const { dir, check } = prepare(t);
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 12345\n`;
    writeFiles(dir, { [`data/legacy/${FILE}`]: pointer });
    assert.deepEqual(await check(), ["lfs-pointer manifests/singles.yaml:5:11"]);
  });

  it("follows links inside the root and refuses those that leave it", async (t) => {
    const { dir, path, check } = prepare(t);
    writeFiles(dir, { "data/legacy/other/b.png": BYTES, "elsewhere/c.png": BYTES });
    rmSync(path);
    symlinkSync(join(dir, "data/legacy/other/b.png"), path);
    assert.deepEqual(await check("hash"), []);
    rmSync(path);
    symlinkSync(join(dir, "elsewhere/c.png"), path);
    assert.deepEqual(await check(), ["file-outside-root manifests/singles.yaml:5:11"]);
  });

  it("refuses a folder that is a link out of the root", async (t) => {
    const { dir, path, check } = prepare(t);
    writeFiles(dir, { "elsewhere/a.png": BYTES });
    rmSync(dirname(path), { recursive: true });
    symlinkSync(join(dir, "elsewhere"), dirname(path));
    assert.deepEqual(await check("hash"), ["file-outside-root manifests/singles.yaml:5:11"]);
  });

  it("finds a folder, a FIFO and a loop of links in the place of the file", async (t) => {
    const { path, check } = prepare(t);
    rmSync(path);
    mkdirSync(path);
    assert.deepEqual(await check("hash"), ["file-not-regular manifests/singles.yaml:5:11"]);
    rmSync(path, { recursive: true });
    assert.equal(spawnSync("mkfifo", [path]).status, 0);
    assert.deepEqual(await check("hash"), ["file-not-regular manifests/singles.yaml:5:11"]);
    rmSync(path);
    symlinkSync(path, path);
    assert.deepEqual(await check("hash"), ["file-unreadable manifests/singles.yaml:5:11"]);
  });
});

describe("hashFiles", () => {
  it("gives the same in the same order with several threads", async (t) => {
    const dir = makeTempDir(t);
    // More than wait for a thread at a time.
    const paths = Array.from({ length: 700 }, (_, index) => join(dir, `${index}`));
    for (const [index, path] of paths.entries()) if (index % 7 > 0) writeFileSync(path, `bytes of ${index}`);
    const hash = async (bytes: number, threads: number) => {
      const hashes: (string | null)[] = [];
      for await (const one of hashFiles(paths, bytes, threads)) hashes.push(one);
      return hashes;
    };
    const alone = await hash(1e12, 1);
    assert.equal(alone[0], null);
    assert.equal(alone[699], hashBytes(Buffer.from("bytes of 699")));
    assert.deepEqual(await hash(1e12, 2), alone);
    assert.deepEqual(await hash(1000, 2), alone, "too little for threads");
  });
});
