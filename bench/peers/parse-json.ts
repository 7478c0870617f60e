// Parses a folder of JSON files with JSON.parse and does nothing else. Prints the seconds that took, start-up not
// counted, and the images.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2] as string;
let images = 0;
const start = performance.now();
for (const name of readdirSync(folder)) {
  const manifest = JSON.parse(readFileSync(join(folder, name), "utf8")) as {
    readonly images: readonly object[];
  };
  images += manifest.images.length;
}
process.stdout.write(`${((performance.now() - start) / 1000).toFixed(4)} ${images}\n`);
