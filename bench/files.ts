import { mkdirSync, rmSync } from "node:fs";

/** Removes an SQLite file and what SQLite keeps beside it. */
export function dropDatabase(file: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
}

/** Makes a folder that is there and empty. */
export function emptyFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
