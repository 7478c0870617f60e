import { mkdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { loraImages } from "./lora-tests.js";
import { writePacks } from "./packs.js";
import { drawBands } from "./png-file.js";
import { setImages } from "./runs.js";
import { singleImages } from "./singles.js";
import { writeImage, writeTo } from "./write-tree.js";

const THUMBNAILS = 40;

/** Writes a replica of the legacy tree: `outputs` and `image packs` in `dir`. The same bytes each time. */
export async function writeReplica(dir: string, projectDir: string): Promise<void> {
  const outputs = join(dir, "outputs");
  for (const image of [...singleImages(), ...setImages(projectDir), ...loraImages()])
    writeImage(outputs, image);
  for (const empty of ["uploads", "scraped"]) mkdirSync(join(outputs, empty), { recursive: true });
  for (let id = 1; id <= THUMBNAILS; id++) {
    const webp = await sharp(drawBands(`thumbnail ${id}`, 75, 75))
      .webp()
      .toBuffer();
    writeTo(join(outputs, "thumbnails", `${id}.webp`), webp);
  }
  await writePacks(join(dir, "image packs"));
}
