// Peer of validate: parses the same files with the yaml package and does nothing else. Argument: a folder.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const folder = process.argv[2] as string;
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".yaml"),
);
let images = 0;
for (const name of files) {
  const manifest = parse(readFileSync(join(folder, name), "utf8")) as { readonly images: readonly object[] };
  images += manifest.images.length;
}
process.stdout.write(`${images}\n`);
