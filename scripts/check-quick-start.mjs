// After the quick start: data/albums.db must hold the three sets, and every image its thumbnail. Exits 1 when not.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";

const data = join(import.meta.dirname, "../data");
const database = new Database(join(data, "albums.db"), { readonly: true });

const templates = database.prepare("SELECT csv_data FROM albums WHERE is_set_template = 1").pluck().all();
assert.deepEqual(
  templates.map((items) => JSON.parse(items).length).sort((a, b) => a - b),
  [12, 22, 54],
  "items of the set templates",
);

const images = database.prepare("SELECT id, thumbnail_path FROM images").all();
assert.ok(images.length > 0, "there are images");
for (const { id, thumbnail_path: path } of images) {
  assert.equal(path, `thumbnails/${id}.webp`);
  const bytes = readFileSync(join(data, path));
  assert.equal(`${bytes.toString("latin1", 0, 4)}${bytes.toString("latin1", 8, 12)}`, "RIFFWEBP", path);
}

const unlinked = database
  .prepare("SELECT count(*) FROM images WHERE id NOT IN (SELECT image_id FROM album_images)")
  .pluck()
  .get();
assert.equal(unlinked, 0, "images without an album");
process.stdout.write(`${templates.length} set templates, ${images.length} images with thumbnails\n`);
