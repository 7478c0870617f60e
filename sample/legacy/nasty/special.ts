import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { drawBands } from "../png-file.js";
import { writeTo } from "../write-tree.js";
import { writeAll } from "./pictures.js";

const FOLDER = "card_deck_special";

/** Links of every kind, a pipe, and a folder that may not be read. `outside`: a folder beside the tree. */
export function writeNastySpecials(dir: string, outside: string): void {
  const target = join(dir, FOLDER);
  writeAll(dir, {
    [`${FOLDER}/real.png`]: drawBands("real", 64, 64),
    [`${FOLDER}/sub/deep.png`]: drawBands("sub/deep", 64, 64),
  });
  writeTo(join(outside, "secret.png"), drawBands("secret", 64, 64));
  symlinkSync("real.png", join(target, "link.png"));
  symlinkSync("sub", join(target, "folder_link"));
  symlinkSync("..", join(target, "parent"));
  symlinkSync("loop.png", join(target, "loop.png"));
  symlinkSync("gone.png", join(target, "dangling.png"));
  symlinkSync(join(outside, "secret.png"), join(target, "outside.png"));
  symlinkSync(outside, join(target, "outside_folder"));
  execFileSync("mkfifo", [join(target, "pipe.png")]);
  writeAll(dir, { "card_deck_locked/hidden.png": drawBands("hidden", 64, 64) });
  mkdirSync(join(dir, "card_deck_locked"), { recursive: true });
  chmodSync(join(dir, "card_deck_locked"), 0);
}
