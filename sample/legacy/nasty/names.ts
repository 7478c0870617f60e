import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawBands } from "../png-file.js";
import { writeAll } from "./pictures.js";

const FOLDER = "card_deck_names";
const NAMES = [
  "e\u0301tude.png",
  "\u00e9tude.png",
  "Twin.png",
  "twin.png",
  "two\nlines.png",
  "con.png",
  "what?<is>:this*.png",
  "dot .png",
  `${"long".repeat(62)}abc.png`,
  "狐.png",
  "🦊.png",
  "a\u202egnp.exe.png",
  "back\\slash.png",
  "--help.png",
  "it's.png",
];

/** Names that some system, program or encoding can't stand. */
export function writeNastyNames(dir: string): void {
  for (const name of NAMES) writeAll(dir, { [`${FOLDER}/${name}`]: drawBands(name, 64, 64) });
  writeAll(dir, {
    [`${FOLDER}/a/b.png`]: drawBands("a/b", 64, 64),
    [`${FOLDER}/a__b.png`]: drawBands("a__b", 64, 64),
    [`${FOLDER}/copy_1.png`]: drawBands("copy", 64, 64),
    [`${FOLDER}/copy_2.png`]: drawBands("copy", 64, 64),
    [`${FOLDER}/seed19991231.png`]: drawBands("seed", 64, 64),
    [`${FOLDER}/20251399_996199_month_13.png`]: drawBands("month 13", 64, 64),
    [`${FOLDER}/._twin.png`]: Buffer.from("\0\x05\x16\x07", "latin1"),
    [`${FOLDER}/foo.png/inside.png`]: drawBands("inside", 64, 64),
    "scraped/unknown.png": drawBands("unknown", 64, 64),
    "scraped/unknown.json": Buffer.from("{}"),
    "thumbnails/1.png": drawBands("thumbnail", 64, 64),
  });
  writeLatin1Name(join(dir, FOLDER));
}

/** A name in Latin-1, as an old archive unpacks it. Not on systems whose names are Unicode by definition. */
function writeLatin1Name(dir: string): void {
  if (process.platform === "darwin" || process.platform === "win32") return;
  mkdirSync(dir, { recursive: true });
  writeFileSync(Buffer.from(`${dir}/caf\xe9.png`, "latin1"), drawBands("café", 64, 64));
}
