// Writes a replica of the legacy tree to try sync collect on: npm run sample:outputs -- DIR [--nasty]
import { join, resolve } from "node:path";
import { writeNastyTree } from "./nasty/tree.js";
import { writeReplica } from "./replica.js";

const projectDir = join(import.meta.dirname, "../../..");
const words = process.argv.slice(2);
const dir = words.find((word) => !word.startsWith("--"));
if (dir === undefined || words.some((word) => word.startsWith("--") && word !== "--nasty")) {
  process.stderr.write("Usage: npm run sample:outputs -- DIR [--nasty]\n");
  process.exit(2);
}
await writeReplica(resolve(dir), projectDir);
process.stdout.write(`${dir}/outputs and "${dir}/image packs" are written.\n`);
if (words.includes("--nasty")) {
  await writeNastyTree(resolve(dir));
  process.stdout.write(
    `${dir}/nasty is written; "chmod 700 ${dir}/nasty/card_deck_locked" before you remove it.\n`,
  );
}
