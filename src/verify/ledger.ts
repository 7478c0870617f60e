import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { readFile } from "../files/regular-file.js";
import { unlessMissing } from "../files/system-error.js";
import { namingFile } from "../files/write-error.js";

/** The files that an earlier, unfinished run found intact. */
interface IntactFile {
  /** Tells what was looked at: anything that changes it makes the record void. */
  readonly fingerprint: string;
  /** Perceptual hash. */
  readonly hash: string;
}

/** Records intact files during a run, so that the next run can continue after a stop or a kill. */
export interface Ledger {
  /** Number of records resumed from an earlier run. */
  readonly known: number;
  find(key: string): IntactFile | undefined;
  add(key: string, sound: IntactFile): void;
  close(): void;
  /** Removes the file: there is nothing left to go on with. */
  discard(): void;
}

const HEADER = JSON.stringify({ ledger: "album-sync verify", version: 1 });

/** Opens the ledger in `file` (JSON Lines). With `resume` it keeps the existing records, otherwise it starts empty. */
export function openLedger(file: string, resume: boolean): Ledger {
  const known = resume ? readLedger(file) : undefined;
  const descriptor = namingFile(file, () => begin(file, known === undefined));
  return {
    known: known?.size ?? 0,
    find: (key) => known?.get(key),
    add: (key, { fingerprint, hash }) => {
      namingFile(file, () => writeSync(descriptor, `${JSON.stringify([key, fingerprint, hash])}\n`));
    },
    close: () => closeSync(descriptor),
    discard: () => {
      closeSync(descriptor);
      rmSync(file, { force: true });
    },
  };
}

function begin(file: string, isNew: boolean): number {
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = openSync(file, isNew ? "w" : "a");
  // A kill may have cut off the last line.
  writeSync(descriptor, isNew ? `${HEADER}\n` : "\n");
  return descriptor;
}

/** Undefined when there is no ledger, or another kind of file. */
function readLedger(file: string): ReadonlyMap<string, IntactFile> | undefined {
  const [header, ...lines] = (unlessMissing(() => readFile(file).toString()) ?? "").split("\n");
  if (header !== HEADER) return undefined;
  const records = new Map<string, IntactFile>();
  for (const line of lines) {
    const record = parseRecord(line);
    if (record !== undefined) records.set(record[0], { fingerprint: record[1], hash: record[2] });
  }
  return records;
}

function parseRecord(line: string): readonly [string, string, string] | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return Array.isArray(value) && value.length === 3 && value.every((part) => typeof part === "string")
      ? (value as unknown as readonly [string, string, string])
      : undefined;
  } catch {
    // The last line of a run that was killed.
    return undefined;
  }
}
