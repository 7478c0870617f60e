import { closeSync, fsyncSync, openSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes a new file whose bytes survive a power cut. */
export function writeLasting(file: string, content: Uint8Array | string): void {
  const handle = openSync(file, "wx");
  try {
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes what is on the disk of a file, or the names in a folder, survive a power cut. */
export function flush(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The same for the names in a folder and in all folders below it. */
export function flushFolders(dir: string): void {
  for (const entry of readdirSync(dir, { withFileTypes: true }))
    if (entry.isDirectory()) flushFolders(join(dir, entry.name));
  flush(dir);
}
