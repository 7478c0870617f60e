import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import Database from "better-sqlite3";
import { encodeTinyPng } from "../bench/estates/encode-png.js";
import { writeEstate } from "../bench/estates/rows.js";
import { createWorkspace, type Workspace } from "./support/transcript.js";

const MANIFESTS = 100;
const IMAGES_EACH = 100;

let workspace: Workspace;

before(async () => {
  workspace = createWorkspace([]);
  writeFileSync(join(workspace.dir, "sync.config.yaml"), "estate: main\n");
  for (const folder of ["manifests", "data/legacy"])
    mkdirSync(join(workspace.dir, folder), { recursive: true });
  writeFileSync(join(workspace.dir, "data/legacy/.album-sync-root"), "main\n");
  for (let album = 0; album < MANIFESTS; album++)
    writeFileSync(manifestPath(album), writeAlbum(album, "as it was"));
  await run("sync apply --yes --no-thumbnails --assets none --quiet");
});
after(() => workspace.remove());

describe("the work of a plan of 10,000 images", () => {
  it("reads no manifest and compares no row when nothing changed", async () => {
    assert.match(await plan(), /^Read 0 of 100 manifests, compared 0 objects;/m);
  });

  it("reads one manifest of a hundred when that one changed", async () => {
    const text = readFileSync(manifestPath(7), "utf8");
    writeFileSync(manifestPath(7), writeAlbum(7, "another"));
    assert.match(await plan(), /^Read 1 of 100 manifests, compared 101 objects;/m);
    writeFileSync(manifestPath(7), text);
    assert.match(await plan(), /^Read 0 of 100 manifests/m);
  });

  it("reads the manifest of a row that somebody edited, until an apply repaired it", async () => {
    const backend = new Database(join(workspace.dir, "data/albums.db"));
    backend.exec("UPDATE images SET prompt = NULL WHERE id = 4242; UPDATE images SET updated_at = NULL");
    backend.close();
    assert.match(await plan(), /^Read 1 of 100 manifests, compared 101 objects;/m);
    await run("sync apply --yes --no-thumbnails --assets none --quiet");
    assert.match(await plan(), /^Read 0 of 100 manifests/m);
  });

  it("reads nothing again after a saved plan was applied", async () => {
    writeFileSync(manifestPath(9), writeAlbum(9, "reviewed"));
    await run("sync plan --out plan.json");
    await run("sync apply plan.json --no-thumbnails --assets none --quiet");
    assert.match(await plan(), /^Read 0 of 100 manifests, compared 0 objects;/m);
  });

  it("reads everything when asked to", async () => {
    assert.match(await plan("--refresh"), /^Read 100 of 100 manifests, compared 10100 objects\.$/m);
  });
});

describe("the work of a plan against a git revision", () => {
  before(async () => {
    await run(
      "git init -q . && git config user.email a@b.c && git config user.name A && git add manifests sync.config.yaml",
    );
    await run("git commit -q -m one");
  });

  it("reads no manifest when none differs", async () => {
    assert.match(await plan("--base HEAD"), /^Read 0 of 100 manifests\.$/m);
  });

  it("reads the one that differs, and those that show its images", async () => {
    const text = readFileSync(manifestPath(7), "utf8");
    writeFileSync(manifestPath(7), text.replace("as it was", "another"));
    assert.match(await plan("--base HEAD"), /^Read 1 of 100 manifests\.$/m);
    writeFileSync(manifestPath(8), `${readFileSync(manifestPath(8), "utf8")}  - ref: decks/7/0.png\n`);
    await run("git add manifests/8.yaml && git commit -q -m two");
    assert.match(await plan("--base HEAD"), /^Read 2 of 100 manifests\.$/m);
  });

  it("reads everything when a manifest that it reads is wrong", async () => {
    writeFileSync(manifestPath(7), "kind: nothing\n");
    const { status, stderr } = await workspace.run("sync plan --base HEAD");
    assert.equal(status, 3, stderr);
    assert.match(stderr, /unknown-kind[\s\S]*unknown-ref/);
  });
});

describe("the work of an export", () => {
  let pictures: Workspace;
  before(async () => {
    pictures = createWorkspace([]);
    writeEstate(pictures.dir, 60, (number) => ({ bytes: encodeTinyPng(number), width: 1, height: 1 }), 3);
  });
  after(() => pictures.remove());
  const exportAlbum = async (slug: string) => {
    rmSync(join(pictures.dir, "train"), { recursive: true, force: true });
    return pictures.run(`sync export ${slug} --any-album --format kohya --out train --verbose`);
  };

  it("reads every manifest before the first apply", async () => {
    const { status, stderr } = await exportAlbum("bench/album-00007");
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stderr, /^Read 1 of/m);
    assert.equal(readdirSync(join(pictures.dir, "train"), { recursive: true }).length, 1 + 2 * 3);
  });

  it("reads the manifest of the album, and those of the pictures that it shows", async () => {
    await pictures.run("sync apply --yes --no-thumbnails --assets none --quiet");
    assert.match((await exportAlbum("bench/album-00007")).stderr, /^Read 1 of 20 manifests\.$/m);
    assert.equal(readdirSync(join(pictures.dir, "train"), { recursive: true }).length, 1 + 2 * 3);
    const file = join(pictures.dir, "manifests/bench/album-00007.yaml");
    writeFileSync(file, `${readFileSync(file, "utf8")}  - ref: bench/album-00012/picture-0000036.png\n`);
    for (const _when of ["not applied", "applied"]) {
      assert.match((await exportAlbum("bench/album-00007")).stderr, /^Read 2 of 20 manifests\.$/m);
      assert.equal(readdirSync(join(pictures.dir, "train"), { recursive: true }).length, 1 + 2 * 4);
      await pictures.run("sync apply --yes --no-thumbnails --assets none --quiet");
    }
  });

  it("still knows every album that could be meant, and every error", async () => {
    const unknown = await exportAlbum("bench/album-0007");
    assert.equal(unknown.status, 64);
    assert.match(unknown.stderr, /album "bench\/album-0007"; did you mean "bench\/album-00007"/);
    writeFileSync(join(pictures.dir, "manifests/bench/album-00003.yaml"), "kind: nothing\n");
    assert.equal((await exportAlbum("bench/album-00007")).status, 3);
  });
});

async function plan(more = ""): Promise<string> {
  return run(`sync plan --verbose ${more}`);
}

async function run(line: string): Promise<string> {
  const { status, stdout, stderr } = await workspace.run(line);
  assert.equal(status, 0, stderr);
  return stdout + stderr;
}

function manifestPath(album: number): string {
  return join(workspace.dir, `manifests/${album}.yaml`);
}

function writeAlbum(album: number, prompt: string): string {
  const images = Array.from({ length: IMAGES_EACH }, (_, index) => {
    const sha256 = (album * IMAGES_EACH + index).toString(16).padStart(64, "0");
    return `  - file: decks/${album}/${index}.png\n    sha256: "${sha256}"\n    bytes: 1\n    width: 8\n    height: 8\n    prompt: ${prompt}\n`;
  });
  return `kind: album\nslug: decks/${album}\nname: Deck ${album}\ntype: deck\nimages:\n${images.join("")}`;
}
