import {
  appendFileSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { namingFile } from "../../model/write-problem.js";

/** Writes a new file whose bytes survive a power cut. */
export function writeLasting(file: string, content: Uint8Array | string): void {
  namingFile(file, () => {
    const handle = openSync(file, "wx");
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  });
}

/** Makes a folder, and its parents with `recursive`. */
export function makeFolder(dir: string, recursive = false): void {
  namingFile(dir, () => mkdirSync(dir, { recursive }));
}

/** Adds bytes to the end of a file, which need not be there yet. */
export function append(file: string, content: Uint8Array): void {
  namingFile(file, () => appendFileSync(file, content));
}

/** Makes what is on the disk of a file, or the names in a folder, survive a power cut. */
export function flush(path: string): void {
  namingFile(path, () => {
    const handle = openSync(path, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  });
}

/** The same for the names in a folder and in all folders below it. */
export function flushFolders(dir: string): void {
  for (const entry of readdirSync(dir, { withFileTypes: true }))
    if (entry.isDirectory()) flushFolders(join(dir, entry.name));
  flush(dir);
}
