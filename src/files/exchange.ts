import { fchmodSync, fstatSync, lstatSync, mkdirSync, unlinkSync } from "node:fs";
import { dirname } from "node:path";
import { moveFileIfFree } from "./durable.js";
import { flushSync } from "./flush.js";
import { NewFile } from "./new-file.js";
import { readAll, withRegularFile } from "./regular-file.js";
import { attempt, unlessMissing } from "./system-error.js";
import { namingFile } from "./write-error.js";

/** New bytes for a file in place of those that it is expected to have; null: there is none, or is to be none. */
export interface FileExchange {
  /** Absolute path without links. */
  readonly file: string;
  readonly before: Buffer | null;
  readonly after: Buffer | null;
}

/** Files do not hold what they were expected to hold; nothing was written. */
export class ContentDiffers extends Error {
  override readonly name: string = "ContentDiffers";

  constructor(readonly files: readonly string[]) {
    super(`${files.join(", ")} changed meanwhile`);
  }
}

/** The bytes of a file that is no link; null when there is none. Throws the errors of the system. */
export function readPlainFile(file: string): Buffer | null {
  const bytes = unlessMissing(() =>
    withRegularFile(file, "refuse", (descriptor, { size }) => readAll(descriptor, Number(size))),
  );
  return bytes ?? null;
}

/**
 * Exchanges the bytes of files in the order given, each at once and all on the disk then. Throws a ContentDiffers, with
 * nothing written, unless each holds what is expected; that is looked at when everything is ready to be put in place. When
 * one can't be written, those before it are put back, and an Error names it.
 */
export function exchangeFiles(exchanges: readonly FileExchange[]): void {
  const made = new Map<FileExchange, NewFile>();
  const placed: FileExchange[] = [];
  try {
    for (const exchange of exchanges)
      if (exchange.after !== null) made.set(exchange, prepare(exchange.file, exchange.after));
    const differing = exchanges.filter((exchange) => !holds(exchange.file, exchange.before));
    if (differing.length > 0) throw new ContentDiffers(differing.map(({ file }) => file));
    for (const exchange of exchanges) {
      place(exchange, made.get(exchange));
      placed.push(exchange);
    }
    for (const dir of new Set(exchanges.map(({ file }) => dirname(file)))) flushSync(dir);
  } catch (error) {
    for (const file of made.values()) file.discard();
    if (placed.length > 0) putBack(placed);
    throw error;
  }
}

function putBack(placed: readonly FileExchange[]): void {
  const inverse = placed.map(({ file, before, after }) => ({ file, before: after, after: before }));
  // What somebody wrote since then stays.
  for (const one of inverse.toReversed()) if (holds(one.file, one.before)) exchangeFiles([one]);
}

function prepare(file: string, bytes: Buffer): NewFile {
  const made = new NewFile(file);
  return namingFile(file, () => {
    try {
      mkdirSync(dirname(file), { recursive: true });
      made.open();
      const mode = unlessMissing(() => lstatSync(file).mode);
      if (mode !== undefined) fchmodSync(made.descriptor, mode & 0o777);
      made.write(bytes);
      made.flushSync();
      return made;
    } catch (error) {
      made.discard();
      throw error;
    }
  });
}

function holds(file: string, bytes: Buffer | null): boolean {
  const found = attempt(
    () => readPlainFile(file),
    () => undefined,
  );
  return bytes === null || found === null || found === undefined ? bytes === found : bytes.equals(found);
}

function place({ file, before }: FileExchange, made: NewFile | undefined): void {
  if (made === undefined) {
    namingFile(file, () => unlinkSync(file));
    return;
  }
  // Another program that writes the same file takes our temporary one for what a killed run left.
  if (identify(made.temporary) !== fstatSync(made.descriptor).ino) throw new ContentDiffers([file]);
  if (before !== null) {
    namingFile(file, () => made.place());
    return;
  }
  if (!moveFileIfFree(made.temporary, file)) throw new ContentDiffers([file]);
  made.discard();
}

function identify(path: string): number | undefined {
  return unlessMissing(() => lstatSync(path).ino);
}
