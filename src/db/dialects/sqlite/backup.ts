import Driver from "better-sqlite3";
import { codeOf } from "../../../files/system-error.js";
import { DatabaseProblem, explainDriverError } from "../../connection/problem.js";
import { keepNative } from "./native-objects.js";

/**
 * Copies a database file as it is at this moment into a new file, while others write, and checks the copy. Throws
 * {@link DatabaseProblem} `backup-damaged` for one that SQLite finds fault with.
 */
export function backUpFile(file: string, copy: string, name: string): void {
  // What a full disk has no room for is the copy.
  const nameOf = (error: unknown) => (codeOf(error) === "SQLITE_FULL" ? `the copy ${copy}` : name);
  run(file, nameOf, (database) => {
    database.exec("PRAGMA busy_timeout = 30000");
    // Reads one state, where others wait for nothing.
    keepNative(database.prepare("VACUUM INTO ?")).run(copy);
  });
  run(
    copy,
    () => `the copy ${copy}`,
    (database) => {
      const [found] = database.pragma("quick_check(1)", { simple: false }) as { quick_check: string }[];
      if (found?.quick_check === "ok") return;
      throw new DatabaseProblem(
        "backup-damaged",
        `the copy of ${name} is damaged: ${found?.quick_check}`,
        "Run sync db check to list what is damaged in the database.",
      );
    },
  );
}

function run(
  file: string,
  nameOf: (error: unknown) => string,
  work: (database: Driver.Database) => void,
): void {
  const database = keepNative(new Driver(file, { readonly: true, fileMustExist: true }));
  try {
    work(database);
  } catch (error) {
    throw explainDriverError(error, nameOf(error));
  } finally {
    database.close();
  }
}
