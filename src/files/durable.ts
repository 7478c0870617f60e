import { linkSync, lstatSync, mkdirSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { flushSync } from "./flush.js";
import { NewFile, temporaryPath } from "./new-file.js";
import { attempt, systemCode } from "./system-error.js";
import { explainWriteError, namingFile } from "./write-error.js";

/**
 * Replaces a file by a text, whole or in parts, which is on the disk then. Makes the folder. Throws an Error that names
 * the file, a DiskFull where there is no room.
 */
export function writeTextFile(file: string, text: string | Iterable<string>): void {
  const made = new NewFile(file);
  namingFile(file, () => {
    try {
      mkdirSync(dirname(file), { recursive: true });
      made.open();
      for (const part of typeof text === "string" ? [text] : text) made.write(part);
      made.flushSync();
      made.place();
      flushSync(dirname(file));
    } catch (error) {
      made.discard();
      throw error;
    }
  });
}

/** Replaces a file by bytes, which outlast a power cut once the folder was flushed. Throws an Error that names the file. */
export async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  const made = new NewFile(file);
  try {
    made.open();
    made.write(bytes);
    await made.flush();
    made.place();
  } catch (error) {
    made.discard();
    throw explainWriteError(file, error);
  }
}

/** Removes a file and what a killed run left of it; one that is not there is fine. */
export async function removeFile(file: string): Promise<void> {
  await rm(temporaryPath(file), { force: true });
  await rm(file, { force: true });
}

/** Writes a file that is not there yet, bytes on the disk. Throws an Error that names it. */
export function createFile(file: string, content: string | Uint8Array): void {
  namingFile(file, () => writeFileSync(file, content, { flag: "wx", flush: true }));
}

/** Moves a file or folder to a place whose folder is made, names on the disk. Throws an Error that names the new place. */
export function movePath(from: string, to: string): void {
  makeFolder(dirname(to));
  namingFile(to, () => {
    renameSync(from, to);
    for (const dir of new Set([dirname(to), dirname(from)])) flushSync(dir);
  });
}

/**
 * The same for a file, unless something stands at the new place: then false, and nothing is overwritten. What a kill
 * between the two names of a file left behind is finished.
 */
export function moveFileIfFree(from: string, to: string): boolean {
  makeFolder(dirname(to));
  return namingFile(to, () => {
    if (!takePlace(from, to)) return false;
    for (const dir of new Set([dirname(to), dirname(from)])) flushSync(dir);
    return true;
  });
}

function takePlace(from: string, to: string): boolean {
  try {
    linkSync(from, to);
  } catch (error) {
    const code = systemCode(error);
    if (code !== "EEXIST") {
      // A file system without hard links.
      if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(code)) throw error;
      if (lookAt(to) !== undefined) return false;
      renameSync(from, to);
      return true;
    }
    const [here, there] = [lookAt(from), lookAt(to)];
    if (here === undefined || here.ino !== there?.ino || here.dev !== there.dev) return false;
  }
  unlinkSync(from);
  return true;
}

function lookAt(path: string) {
  return attempt(
    () => lstatSync(path, { bigint: true }),
    () => undefined,
  );
}

/** Makes a folder and its parents. Throws an Error that names it. */
export function makeFolder(dir: string): void {
  namingFile(dir, () => mkdirSync(dir, { recursive: true }));
}
