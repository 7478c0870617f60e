/** The databases that the program works with; `E`: whose backend keeps set templates in a table of their own. */
export const DATABASE_KINDS = ["SQLite", "SQLite E", "PostgreSQL", "PostgreSQL E"] as const;
export type DatabaseKind = (typeof DATABASE_KINDS)[number];

/** Which tables and columns of the backend a database has once it is migrated. */
export type ProfileName = "D" | "E";

/** True for a database on a server. */
export function isOnServer(kind: DatabaseKind): boolean {
  return kind.startsWith("PostgreSQL");
}

/** The profile of the databases of a kind. */
export function profileOf(kind: DatabaseKind): ProfileName {
  return kind.endsWith(" E") ? "E" : "D";
}

/** The table that holds the rows of set templates. */
export function templateTable(kind: DatabaseKind): "albums" | "batch_templates" {
  return profileOf(kind) === "E" ? "batch_templates" : "albums";
}
