import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { PROJECT_DIR } from "../support/paths.js";
import { serveProject, type TestServer } from "../support/running-server.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";
import { hashTree } from "../support/tree-hash.js";

interface Folder {
  readonly path: string;
  readonly root: string;
  readonly pictures: number;
  readonly album: { readonly slug: string; readonly template: string | null } | null;
  readonly rule: string | null;
}

describe("legacy folders that were not collected", () => {
  let workspace: Workspace;
  let server: TestServer;
  beforeEach(async () => {
    workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
    server = await serveProject(workspace.dir);
  });
  afterEach(async () => {
    assert.deepEqual(server.bugs, []);
    await server.close();
    workspace.remove();
  });

  const ask = async (query = "") =>
    (await server.get(`/api/v1/discover${query}`)).json<{
      readonly folders: readonly Folder[];
      readonly totalFolders: number;
      readonly foldersPartial: boolean;
    }>();
  const count = async () =>
    (await ask()).folders.map(({ path, pictures, album }) => [path, pictures, album?.slug ?? null]);

  /** Puts a picture that can be collected at each path of the project. */
  const put = (...files: readonly string[]) => {
    for (const file of files) {
      const path = join(workspace.dir, file);
      mkdirSync(dirname(path), { recursive: true });
      copyFileSync(join(workspace.dir, "data/legacy/singles/2025-10/20251001_080000_red_hill.png"), path);
    }
  };

  it("come with the album that collecting would make, and are gone once it did", async () => {
    put(
      "old/outputs/20251013_080000_one.png",
      "old/outputs/elements_20251013_213519/20251013_213520_fire.png",
      "old/outputs/elements_20251013_213519/more/20251013_213525_water.png",
      "old/outputs/odd ones/a.png",
      "old/outputs/odd ones/thumbnails/a.png",
    );
    writeFileSync(join(workspace.dir, "old/outputs/odd ones/notes.txt"), "no picture");
    const before = hashTree(workspace.dir);
    const { folders, totalFolders, foldersPartial } = await ask();
    assert.deepEqual([totalFolders, foldersPartial], [3, false]);
    assert.deepEqual(hashTree(workspace.dir), before);
    const root = "old/outputs";
    assert.deepEqual(folders, [
      {
        path: root,
        root,
        pictures: 1,
        album: {
          slug: "singles/2025-10",
          name: "Legacy singles, October 2025",
          type: "singles",
          template: null,
        },
        rule: null,
      },
      {
        path: `${root}/elements_20251013_213519`,
        root,
        pictures: 2,
        album: {
          slug: "decks/elements-20251013-213519",
          name: "The elements, 13 October 2025, 21:35",
          type: "deck",
          template: "elements",
        },
        rule: null,
      },
      {
        path: `${root}/odd ones`,
        root,
        pictures: 1,
        album: null,
        rule: '- { pattern: "odd ones", type: singles, slug: "singles/{folder}", name: "{folder}" }',
      },
    ]);
    assert.equal((await ask("?limit=1")).folders.length, 1);
    assert.equal((await ask("?limit=1")).totalFolders, 3);

    const { status, stdout } = await workspace.run(`sync collect ${root} --json`);
    assert.equal(status, 0);
    const made = JSON.parse(stdout) as { readonly manifests: readonly { readonly album: string }[] };
    assert.deepEqual(
      made.manifests.map(({ album }) => album).sort(),
      folders.flatMap(({ album }) => album?.slug ?? []).sort(),
    );
    assert.deepEqual(await count(), [[`${root}/odd ones`, 1, null]]);
    put(`${root}/elements_20251013_213519/20251013_213530_air.png`);
    assert.deepEqual(await count(), [
      [`${root}/elements_20251013_213519`, 1, "decks/elements-20251013-213519"],
      [`${root}/odd ones`, 1, null],
    ]);
  });

  it("are those that a rule of the configuration, a template, a time or an earlier collecting knows", async () => {
    put("docs/shot.png", "docs/parts/shot.png", "scans/box/1.png", "loose/20250102_030405_x.png");
    assert.deepEqual(await count(), [["loose", 1, "singles/2025-01"]]);
    assert.equal((await workspace.run("sync collect docs")).status, 0);
    put("docs/another.png");
    assert.deepEqual(await count(), [
      ["docs", 1, "singles/undated"],
      ["docs/parts", 1, null],
      ["loose", 1, "singles/2025-01"],
    ]);
    writeFileSync(
      join(workspace.dir, "sync.config.yaml"),
      `estate: main
database: sqlite:data/albums.db
manifests: [manifests]
assets: { root: data/legacy }
media: { root: data }
collect:
  rules:
    - { pattern: box, type: deck, slug: "decks/{folder}", name: "{folder}" }
    - { pattern: ".", type: singles, slug: "mine/{month}", name: "Mine" }
`,
    );
    assert.deepEqual(await count(), [
      ["docs", 1, "mine/undated"],
      ["docs/parts", 1, null],
      ["loose", 1, "mine/2025-01"],
      ["scans/box", 1, "decks/box"],
    ]);
  });

  it("count as collected when they were collected on their own", async () => {
    put("outputs/elements_20251013_213519/1.png", "outputs/lora_tests/2.png");
    assert.equal((await workspace.run("sync collect outputs/lora_tests")).status, 0);
    assert.deepEqual(await count(), [
      ["outputs/elements_20251013_213519", 1, "decks/elements-20251013-213519"],
    ]);
  });

  it("never are outside the project, behind links, hidden, or the project's own", async () => {
    const outside = createWorkspace([]);
    try {
      mkdirSync(join(outside.dir, "lora_tests"));
      writeFileSync(join(outside.dir, "lora_tests/20250102_030405_x.png"), "");
      writeFileSync(join(workspace.dir, "../20250102_030405_x.png"), "");
      symlinkSync(outside.dir, join(workspace.dir, "outputs"));
      symlinkSync(join(outside.dir, "lora_tests"), join(workspace.dir, "lora_tests"));
      put(
        ".git/lora_tests/1.png",
        "node_modules/lora_tests/1.png",
        "data/legacy/lora_tests/1.png",
        "data/thumbnails/20250102_030405_x.png",
        "data/sync-trash/lora_tests/1.png",
        "manifests/lora_tests/1.png",
      );
      mkdirSync(join(workspace.dir, "uploads"));
      symlinkSync(
        join(outside.dir, "lora_tests/20250102_030405_x.png"),
        join(workspace.dir, "uploads/20250102_030405_x.png"),
      );
      assert.deepEqual(await count(), []);
      // The folder around the project's own files is not to be collected as a whole; one beside them is.
      put("data/20250102_030405_x.png", "data/lora_tests/1.png");
      assert.deepEqual(await count(), [["data/lora_tests", 1, "lora-experiments/lora-tests"]]);
    } finally {
      outside.remove();
    }
  });

  it("are listed while a manifest is invalid, and only for who has the token", async () => {
    put("lora_tests/1.png");
    writeFileSync(join(workspace.dir, "manifests/broken.yaml"), "kind: [");
    assert.deepEqual(await count(), [["lora_tests", 1, "lora-experiments/lora-tests"]]);
    assert.equal((await server.send("/api/v1/discover")).status, 401);
  });

  it("are no longer looked for once the server closes", async () => {
    const own = await serveProject(workspace.dir);
    const asked = [own.get("/api/v1/discover"), own.get("/api/v1/discover")];
    await own.get("/api/v1/session");
    await own.close();
    for (const { status, text } of await Promise.all(asked)) assert.equal(status, 503, text);
    assert.deepEqual(own.bugs, []);
  });
});
