import assert from "node:assert/strict";
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ledgerFile } from "../../src/verify/undeclared-files.js";
import { makePictureProject } from "../support/picture-project.js";
import { drawNoise, drawQuadrants } from "../support/pictures.js";
import { settingsOf, writeFiles } from "../support/project.js";
import { FIRST, findings, inRoot, PICTURES, verify } from "../support/verify-project.js";

describe("verifyEstate", () => {
  it("finds nothing in files that are as declared, and leaves nothing behind", async (t) => {
    const dir = makePictureProject(
      t,
      PICTURES,
      {},
      { "data/legacy/art/1.json": "{}", "data/legacy/art/2.png.json": "{}" },
    );
    const report = await verify(dir);
    assert.deepEqual(report, {
      complete: true,
      pictures: { total: 4, checked: 4 },
      thumbnails: null,
      takenOver: 0,
      diagnostics: [],
      badThumbnails: [],
    });
    assert.ok(!existsSync(ledgerFile(settingsOf(dir))));
  });

  it("is refused without a marked asset root", async (t) => {
    const dir = makePictureProject(t, PICTURES);
    rmSync(inRoot(dir, ".album-sync-root"));
    assert.equal(await verify(dir), undefined);
  });

  it("names files that are missing, changed, pointers, or not to be decoded", async (t) => {
    const dir = makePictureProject(t, PICTURES);
    rmSync(inRoot(dir, "art/0.png"));
    const bytes = Buffer.from(PICTURES[1]?.bytes as Buffer);
    bytes[bytes.length - 20] = (bytes[bytes.length - 20] as number) ^ 0xff;
    writeFileSync(inRoot(dir, "art/1.png"), bytes);
    writeFileSync(inRoot(dir, "art/2.png"), "version https://git-lfs.github.com/spec/v1\n");
    rmSync(inRoot(dir, "art/3.png"));
    mkdirSync(inRoot(dir, "art/3.png"));
    const found = await findings(dir);
    assert.deepEqual(found, [
      "error file-missing: art/0.png does not exist under the asset root",
      "error picture-unusable: art/1.png is damaged or cut off",
      "error hash-differs: art/1.png does not match its declared sha256",
      "error lfs-pointer: art/2.png is a Git LFS pointer, not the image",
      "error file-not-regular: art/3.png is not a regular file",
    ]);
  });

  it("decodes bytes that are as declared: a damaged picture may have been declared damaged", async (t) => {
    const noise = await drawNoise(64, 64).png().toBuffer();
    const bytes = noise.subarray(0, noise.length - 200);
    const dir = makePictureProject(t, [{ file: "cut.png", bytes, declared: { width: 64, height: 64 } }]);
    assert.match(
      (await findings(dir)).join("\n"),
      /^error picture-unusable: cut\.png is damaged or cut off[^\n]*$/,
    );
  });

  it("compares the size in pixels, upright, and the format with the name", async (t) => {
    const wide = drawQuadrants(8, 4).withMetadata({ orientation: 6 });
    const upright = await wide.clone().jpeg().toBuffer();
    const dir = makePictureProject(t, [
      { file: "a.jpg", bytes: upright, declared: { width: 8, height: 4 } },
      { file: "b.jpg", bytes: Buffer.concat([upright, Buffer.from([0])]), declared: { width: 4, height: 8 } },
      { file: "c.png", bytes: await drawQuadrants(8, 8).jpeg().toBuffer() },
    ]);
    assert.deepEqual(await findings(dir), [
      "error dimensions-differ: a.jpg has 4 × 8 pixels, not 8 × 4",
      "warning wrong-extension: c.png is image/jpeg, but its name has another extension",
    ]);
  });

  it("lists what nobody declared, follows no link, and knows its own files", async (t) => {
    const dir = makePictureProject(t, PICTURES);
    writeFiles(dir, {
      "data/legacy/art/.DS_Store": "",
      "data/legacy/art/9.json": "{}",
      "data/legacy/other/x.png": FIRST.bytes,
      "elsewhere/deep/y.png": FIRST.bytes,
    });
    symlinkSync(join(dir, "elsewhere"), inRoot(dir, "link"));
    assert.deepEqual(await findings(dir), [
      "error file-undeclared: art/9.json is not declared in a manifest and belongs to no declared image",
      "error file-undeclared: link is a symbolic link that no manifest declares",
      "error file-undeclared: other/x.png is not declared in a manifest and belongs to no declared image",
    ]);
    writeFiles(dir, {
      "sync.config.yaml": "estate: main\nmedia: { root: data/legacy }\ndatabase: sqlite:data/legacy/a.db\n",
    });
    writeFiles(dir, {
      "data/legacy/a.db": "",
      "data/legacy/a.db-wal": "",
      "data/legacy/thumbnails/1.webp": "",
    });
    assert.equal((await findings(dir)).length, 3);
  });

  it("lists files and folders whose names are no text", async (t) => {
    const dir = makePictureProject(t, PICTURES);
    const folder = Buffer.from(`${inRoot(dir, "caf")}\xe9`, "latin1");
    mkdirSync(folder);
    writeFileSync(Buffer.concat([folder, Buffer.from("/x.png")]), FIRST.bytes);
    // As text, the name would be that of the declared file but for what can't be shown.
    writeFileSync(Buffer.from(`${inRoot(dir, "b")}\xff.png`, "latin1"), FIRST.bytes);
    assert.deepEqual(await findings(dir), [
      "error file-undeclared: b\\xFF.png is not declared in a manifest and belongs to no declared image",
      "error file-undeclared: caf\\xE9/x.png is not declared in a manifest and belongs to no declared image",
    ]);
  });

  it("looks through every asset root, one within another too", async (t) => {
    const dir = makePictureProject(t, PICTURES);
    writeFiles(dir, {
      "sync.config.yaml":
        "estate: main\nassets: { root: data/legacy, roots: [{ name: uploads, dir: uploads }, { name: inner, dir: data/legacy/inner }] }\n",
      "uploads/.album-sync-root": "main\n",
      "uploads/new/x.png": FIRST.bytes,
      "data/legacy/inner/.album-sync-root": "main\n",
      "data/legacy/inner/y.png": FIRST.bytes,
    });
    assert.deepEqual(await findings(dir), [
      "error file-undeclared: inner/y.png is not declared in a manifest and belongs to no declared image",
      "error file-undeclared: uploads/new/x.png is not declared in a manifest and belongs to no declared image",
    ]);
  });

  it("takes a linked folder that holds declared files for theirs", async (t) => {
    const dir = makePictureProject(t, [{ file: "linked/a.png", bytes: FIRST.bytes }]);
    renameSync(inRoot(dir, "linked"), inRoot(dir, "real"));
    symlinkSync("real", inRoot(dir, "linked"));
    assert.deepEqual(await findings(dir), [
      "error file-undeclared: real/a.png is not declared in a manifest and belongs to no declared image",
    ]);
  });

  it("tells which items of a set are missing or doubled, as a warning", async (t) => {
    const pictures = PICTURES.map((picture, index) => ({
      ...picture,
      declared: { item: ["Ace", "Two", "Ace", "Four"][index] },
    }));
    const rows = ["Ace", "Two", "Three", "Four", "Five"].map((value) => ({ value }));
    const template = { kind: "set-template", slug: "deck", name: "Deck", items: { rows, key: "{value}" } };
    const dir = makePictureProject(
      t,
      pictures,
      { set_template: "deck" },
      { "manifests/deck.yaml": JSON.stringify(template) },
    );
    assert.deepEqual(await findings(dir), [
      "warning set-incomplete: album:art shows 3 of the 5 items of deck; missing: Three, Five",
      "warning set-item-duplicate: album:art shows some items more than once: Ace (2)",
    ]);
  });

  it("reports pictures that look alike only when asked, and equal bytes never", async (t) => {
    const noise = (seed: number) => drawNoise(12, 12, seed).resize(96, 96, { kernel: "cubic" });
    const same = await noise(1).png().toBuffer();
    const declared = { width: 96, height: 96 };
    const dir = makePictureProject(t, [
      { file: "a.png", bytes: same, declared },
      { file: "b.jpg", bytes: await noise(1).jpeg({ quality: 95 }).toBuffer(), declared },
      { file: "c.png", bytes: same, declared },
      { file: "d.png", bytes: await noise(2).png().toBuffer(), declared },
    ]);
    assert.deepEqual(await findings(dir), []);
    assert.deepEqual(await findings(dir, { nearDuplicates: true }), [
      "warning near-duplicate: 2 pictures look almost the same: a.png, b.jpg",
    ]);
  });

  it("tells thumbnails that are missing, damaged or orphaned", async (t) => {
    const webp = await drawQuadrants(8, 8).webp().toBuffer();
    const dir = makePictureProject(
      t,
      PICTURES,
      {},
      {
        "data/thumbnails/1.webp": webp,
        "data/thumbnails/2.webp": webp.subarray(0, 40),
        "data/thumbnails/5.webp": webp,
        "data/thumbnails/upload.jpg": "somebody else's",
        "data/thumbnails/7.webp": webp,
        "data/thumbnails/.3.webp.tmp": "",
      },
    );
    const ours = [1, 2, 3, 4].map((rowId) => ({
      rowId,
      address: `image:art/${rowId - 1}.png`,
      made: rowId !== 4,
      path: null,
    }));
    const theirs = [
      { rowId: 5, address: null, made: false, path: "thumbnails/5.webp" },
      { rowId: 6, address: null, made: false, path: "thumbnails/upload.jpg" },
    ];
    const report = await verify(dir, { thumbnails: [...ours, ...theirs] });
    assert.deepEqual(
      report?.diagnostics.map(({ code, summary }) => `${code}: ${summary.replace(/ \(.*/, "")}`),
      [
        "thumbnail-damaged: thumbnails/2.webp of image:art/1.png is damaged or cut off",
        "thumbnail-missing: thumbnails/3.webp of image:art/2.png does not exist",
        "thumbnail-orphaned: thumbnails/.3.webp.tmp belongs to no image in the database",
        "thumbnail-orphaned: thumbnails/7.webp belongs to no image in the database",
      ],
    );
    assert.deepEqual(report?.badThumbnails, [2, 3]);
    assert.deepEqual(report?.thumbnails, { total: 2, checked: 2 });
  });
});
