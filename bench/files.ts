import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";

/** Removes an SQLite file and what SQLite keeps beside it. */
export function dropDatabase(file: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
}

/**
 * Takes a folder out of the way, its files emptied. Were it removed, ext4 would look through the inodes that it had for
 * each file that is made in the next minutes, which takes longer than making it.
 */
export function setAside(folder: string): void {
  if (!existsSync(folder)) return;
  let number = 1;
  while (existsSync(`${folder}-old-${number}`)) number++;
  const aside = `${folder}-old-${number}`;
  renameSync(folder, aside);
  for (const entry of readdirSync(aside, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) truncateSync(join(entry.parentPath, entry.name));
}

/** Makes a folder that is there and empty; what it held is set aside. */
export function emptyFolder(folder: string): void {
  setAside(folder);
  mkdirSync(folder, { recursive: true });
}
