import assert from "node:assert/strict";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import Database from "better-sqlite3";
import { loraImages } from "../sample/legacy/lora-tests.js";
import { setImages } from "../sample/legacy/runs.js";
import { writeImage } from "../sample/legacy/write-tree.js";
import {
  baseName,
  importImages,
  type OldImage,
  openWorkspace,
  readPlan,
  succeed,
} from "./support/old-imports.js";
import { PROJECT_DIR } from "./support/paths.js";
import type { Workspace } from "./support/transcript.js";

/** How an old import left its files. */
const IMPORTS: readonly {
  readonly name: string;
  readonly place: (dir: string, file: string, index: number) => Pick<OldImage, "filename" | "path">;
  readonly by: string;
  readonly folders: RegExp;
}[] = [
  {
    name: "with its files where it found them",
    place: (dir, file) => ({ filename: baseName(file), path: join(dir, "outputs", file) }),
    by: "found by bytes",
    folders: /./,
  },
  {
    name: "with its files on another machine",
    place: (_dir, file) => ({ filename: baseName(file), path: `/srv/outputs/${file}` }),
    by: "found by source file",
    folders: /^zodiac|^lora/,
  },
  {
    name: "with its files under other names",
    place: (dir, file, index) => {
      const path = join(dir, "served", `upload-${index}.png`);
      mkdirSync(join(dir, "served"), { recursive: true });
      copyFileSync(join(dir, "outputs", file), path);
      return { filename: `upload-${index}.png`, path };
    },
    by: "found by bytes",
    folders: /^zodiac|^lora/,
  },
];

describe("an old import with bare filenames", () => {
  for (const { name, place, by, folders } of IMPORTS) {
    it(`${name} is adopted with every image that it has, and nothing is added`, async (t) => {
      const workspace = openWorkspace(t);
      const { dir } = workspace;
      const images = drawTree(dir, folders).map((file, index) => ({
        folder: file.split("/")[0] as string,
        ...place(dir, file, index),
      }));
      await importImages(workspace, images, ["tarot_deck_20251014_223846"]);
      const before = dumpImages(workspace);
      assert.equal(before.length, images.length);

      await succeed(workspace, "sync collect outputs --adopts folder");
      const plan = await readPlan(workspace);
      assert.deepEqual(
        [...plan.changes].filter(({ action }) => action !== "adopt").map(({ address }) => address),
        [],
      );
      assert.equal([...plan.changes].filter(({ reason }) => reason === by).length, images.length);
      assert.deepEqual(plan.blocked, []);
      await succeed(workspace, "sync apply --yes");
      const after = await workspace.run("sync plan --detailed-exitcode");
      assert.equal(after.status, 0, after.stdout);
      assert.match(after.stdout, /No changes/);
      assert.deepEqual(dumpImages(workspace), before);
    });
  }
});

/** Those folders of the old tree; returns its pictures, 91 in all folders. */
function drawTree(dir: string, folders: RegExp): readonly string[] {
  const all = [...setImages(PROJECT_DIR), ...loraImages()].filter(({ stem }) => folders.test(stem));
  for (const image of all) writeImage(join(dir, "outputs"), image);
  return all.filter(({ drawn = true }) => drawn).map(({ stem }) => `${stem}.png`);
}

/** What an adoption leaves as it was: ids, names, paths, labels and links of each image. */
function dumpImages({ dir }: Workspace): readonly unknown[] {
  const database = new Database(join(dir, "data/albums.db"), { readonly: true });
  const rows = database
    .prepare(
      `SELECT i.id, i.filename, i.file_path, l.id, l.label_text, m.id, m.album_id
        FROM images i LEFT JOIN labels l ON l.image_id = i.id AND l.created_by IS NULL
        LEFT JOIN album_images m ON m.image_id = i.id ORDER BY i.id, l.id, m.id`,
    )
    .raw()
    .all();
  database.close();
  return rows;
}
