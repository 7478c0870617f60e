import { lstatSync, realpathSync, statSync } from "node:fs";
import { DatabaseProblem } from "../../connection/problem.js";

/** What SQLite keeps beside the file of a database. */
const SIDES = ["-wal", "-shm", "-journal"];

/**
 * Throws {@link DatabaseProblem} when a database, or what SQLite keeps beside it, is there and no regular file: opening a
 * pipe waits for ever, and a link beside the database may lead anywhere. `name`: of the database, fit to be printed.
 */
export function checkRegular(file: string, name: string): void {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat !== undefined && !stat.isFile()) throw irregular(name);
  // They lie beside the file that a link leads to.
  const real = stat === undefined ? file : realpathSync.native(file);
  for (const side of SIDES) {
    const beside = lstatSync(`${real}${side}`, { throwIfNoEntry: false });
    if (beside !== undefined && !beside.isFile()) throw irregular(`${name}${side}`);
  }
}

function irregular(name: string): DatabaseProblem {
  return new DatabaseProblem(
    "database-unreadable",
    `${name} is not a regular file`,
    "Remove what stands in its place, or correct the path of the database.",
  );
}
