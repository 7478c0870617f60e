// Makes the same eight thumbnails of one picture again and again until it is killed. Arguments: media folder, picture.
import { readFileSync } from "node:fs";
import { createThumbnailMaker } from "../../src/images/thumbnails.js";
import { jobOf } from "./memory-queue.js";
import { hashBytes } from "./pictures.js";

const [mediaDir = "", picture = ""] = process.argv.slice(2);
const maker = createThumbnailMaker({ mediaDir, effort: 0, pixelsInFlight: 1_000_000, showPath: String });
const sha256 = hashBytes(readFileSync(picture));
for (let turn = 0; ; turn++) {
  await Promise.all([0, 1, 2, 3].map((n) => maker.make(jobOf("x", (turn % 2) * 4 + n, sha256), picture)));
  if (turn === 1) process.stdout.write("first eight made\n");
}
