import type { DatabaseHandle } from "../../src/db/connection/connect.js";
import { runSql } from "./database.js";

/** Makes a trigger of somebody else. `event`: such as `INSERT ON images`; `statement`: what it does to each new row. */
export function meddle(handle: DatabaseHandle, event: string, statement: string, when = "TRUE"): void {
  if (handle.file !== "") {
    runSql(handle, `CREATE TRIGGER meddle AFTER ${event} WHEN ${when} BEGIN ${statement}; END`);
    return;
  }
  runSql(
    handle,
    `CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN ${statement}; RETURN NULL; END$$`,
  );
  runSql(
    handle,
    `CREATE TRIGGER meddle AFTER ${event} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION meddle()`,
  );
}
