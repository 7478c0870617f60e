// Peer of thumbnails: a bare sharp loop. Arguments: source folder, target folder, extension of the pictures.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import pLimit from "p-limit";
import sharp from "sharp";

const [source, target, extension] = process.argv.slice(2) as [string, string, string];
sharp.cache(false);
sharp.concurrency(1);
const limit = pLimit(6);
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(`.${extension}`),
);
await Promise.all(
  files.map((name, index) =>
    limit(() =>
      sharp(join(source, name))
        .autoOrient()
        .resize(300, 300, { fit: "inside", withoutEnlargement: true })
        .webp({ quality: 85, effort: 4 })
        .toFile(join(target, `${index}.webp`)),
    ),
  ),
);
