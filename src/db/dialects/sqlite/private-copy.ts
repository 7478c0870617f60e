import { constants, copyFileSync, existsSync, mkdtempSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseProblem } from "../../connection/problem.js";

/** A copy of a database that no other user knows. */
export interface PrivateCopy {
  readonly file: string;
  remove(): void;
}

/** What belongs to a database beside its file; the shared memory is created again. */
const SIDES = ["", "-wal", "-journal"];
const ATTEMPTS = 3;

/**
 * Copies a database that can't be read where it is, for lack of the right to write beside it, into the temporary folder,
 * with what is not yet in its file. Throws {@link DatabaseProblem} when somebody keeps writing to it meanwhile.
 */
export function copyPrivately(path: string): PrivateCopy {
  // SQLite keeps the rest beside the file that a link leads to.
  const source = realpathSync.native(path);
  const folder = mkdtempSync(join(tmpdir(), "album-sync-read-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const file = join(folder, "copy.db");
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = describeFiles(source);
      for (const side of SIDES) {
        rmSync(`${file}${side}`, { force: true });
        if (existsSync(`${source}${side}`))
          copyFileSync(`${source}${side}`, `${file}${side}`, constants.COPYFILE_FICLONE);
      }
      if (describeFiles(source) === before) return { file, remove };
    }
  } catch (error) {
    remove();
    throw error;
  }
  remove();
  throw new DatabaseProblem(
    "database-busy",
    `another program is writing to ${source}`,
    "Wait until that program is done, then run the command again.",
  );
}

function describeFiles(source: string): string {
  return SIDES.map((side) => {
    const stat = statSync(`${source}${side}`, { throwIfNoEntry: false, bigint: true });
    return stat === undefined ? "-" : `${stat.ino} ${stat.size} ${stat.mtimeNs}`;
  }).join();
}
