import { linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import sharp from "sharp";
import { drawPictures } from "./pictures.js";

const DRAWN = 40;

/**
 * Gives each image row of an applied project a thumbnail file: one of 40 pictures, each of which has many names. Of more than
 * `most` rows only the first and the last of them get one.
 */
export async function linkThumbnails(dir: string, most = 100_000): Promise<void> {
  const folder = join(dir, "data/thumbnails");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const draw = await drawPictures("generated");
  for (let number = 0; number < DRAWN; number++)
    writeFileSync(
      join(folder, `drawn-${number}.webp`),
      await sharp(draw(number).bytes).resize(300, 300, { fit: "inside" }).webp({ quality: 85 }).toBuffer(),
    );
  const database = new Database(join(dir, "data/albums.db"), { readonly: true });
  const ids = database.prepare("SELECT id FROM images ORDER BY id").pluck().all() as number[];
  for (const id of new Set([...ids.slice(0, most / 2), ...ids.slice(-most / 2)]))
    linkSync(join(folder, `drawn-${id % DRAWN}.webp`), join(folder, `${id}.webp`));
  database.close();
}
