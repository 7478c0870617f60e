import { openDatabase } from "../../src/db/open-database.js";
import { type DatabaseKind, profileOf } from "./database-kinds.js";
import { createGeneration } from "./generations.js";

/** Opens a new database file, to be migrated: migrations make the tables of profile D where there are none. */
export function createProfile(file: string, kind: DatabaseKind) {
  if (profileOf(kind) === "E") createGeneration(file, "E", { rows: false });
  return openDatabase(`sqlite:${file}`, { mode: "create" });
}
