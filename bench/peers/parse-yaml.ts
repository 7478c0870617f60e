// Parses the manifests of a folder with the yaml package and does nothing else. Prints the seconds that took, start-up
// not counted, and the images.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const folder = process.argv[2] as string;
let images = 0;
const start = performance.now();
for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".yaml")) continue;
  const manifest = parse(readFileSync(join(folder, name), "utf8")) as { readonly images: readonly object[] };
  images += manifest.images.length;
}
process.stdout.write(`${((performance.now() - start) / 1000).toFixed(4)} ${images}\n`);
