import { describe } from "node:test";
import { openDatabase } from "../../src/db/open-database.js";
import { createGeneration } from "./generations.js";
import type { DatabaseKind } from "./postgres.js";

/** Which tables and columns of the backend a database has once it is migrated. */
export type ProfileName = "D" | "E";

/** Describes what holds whichever profile the backend's tables have. */
export function onBothProfiles(name: string, body: (profile: ProfileName) => void): void {
  for (const profile of ["D", "E"] as const)
    describe(profile === "D" ? name : `${name}, profile ${profile}`, () => body(profile));
}

/** The profile of the databases of a kind. */
export function profileOfKind(kind: DatabaseKind): ProfileName {
  return kind === "SQLite E" ? "E" : "D";
}

/** SQLite with a profile. */
export function onSqlite(profile: ProfileName): DatabaseKind {
  return profile === "E" ? "SQLite E" : "SQLite";
}

/** Opens a new database file of a profile, to be migrated: D is what migrations make of no database at all. */
export function createProfile(file: string, profile: ProfileName) {
  if (profile === "E") createGeneration(file, "E", { rows: false });
  return openDatabase(`sqlite:${file}`, { mode: "create" });
}

/** The table that holds the rows of set templates. */
export function templateTable(profile: ProfileName): "albums" | "batch_templates" {
  return profile === "E" ? "batch_templates" : "albums";
}
