import { describe, it } from "node:test";
import { DATABASE_KINDS, type DatabaseKind, isOnServer, profileOf } from "./database-kinds.js";
import { findServer } from "./postgres.js";

const server = await findServer();

/**
 * Describes what holds on every database. Where no server can be started, the part that needs it says so, and fails when
 * NEED_POSTGRES is set.
 */
export function onEachDatabase(name: string, body: (kind: DatabaseKind) => void): void {
  onDatabases(DATABASE_KINDS, name, body);
}

/** The same on those whose backend keeps set templates among albums. */
export function onDatabasesOfD(name: string, body: (kind: DatabaseKind) => void): void {
  onDatabases(
    DATABASE_KINDS.filter((kind) => profileOf(kind) === "D"),
    name,
    body,
  );
}

/** Describes what holds on SQLite, whichever profile the backend's tables have. */
export function onBothProfiles(name: string, body: (kind: DatabaseKind) => void): void {
  onDatabases(
    DATABASE_KINDS.filter((kind) => !isOnServer(kind)),
    name,
    body,
  );
}

function onDatabases(kinds: readonly DatabaseKind[], name: string, body: (kind: DatabaseKind) => void): void {
  for (const kind of kinds) {
    const title = `${name}, on ${kind}`;
    if (isOnServer(kind)) onServer(title, () => body(kind));
    else describe(title, () => body(kind));
  }
}

/** Describes what holds on PostgreSQL. */
export function onServer(name: string, body: () => void): void {
  describe(name, () => {
    if (server !== undefined) return body();
    it("needs a server", (t) => {
      t.diagnostic(`NOT RUN: "${name}". There is no PostgreSQL; name one in SYNC_TEST_POSTGRES_URL.`);
      t.skip("there is no PostgreSQL");
    });
  });
}
