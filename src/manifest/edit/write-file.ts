import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { explainWriteError } from "../../model/write-problem.js";

/**
 * Puts a text, whole or in parts, where `file` says so that a reader sees the old file or the whole new one, also after a power cut. Makes
 * the folder. Throws an Error that names the file, a DiskFull where there is no room.
 */
export function writeTextFile(file: string, text: string | Iterable<string>): void {
  const temporary = join(dirname(file), `.${basename(file)}.tmp`);
  try {
    mkdirSync(dirname(file), { recursive: true });
    // What a killed run left behind has this very name, so leftovers never pile up.
    rmSync(temporary, { force: true });
    writeDurably(temporary, text);
    renameSync(temporary, file);
    flushFolder(dirname(file));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw explainWriteError(file, error);
  }
}

function writeDurably(file: string, text: string | Iterable<string>): void {
  const handle = openSync(file, "wx");
  try {
    for (const part of typeof text === "string" ? [text] : text) writeFileSync(handle, part);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function flushFolder(dir: string): void {
  const handle = openSync(dir, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
