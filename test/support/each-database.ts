import { describe, it } from "node:test";
import { type DatabaseKind, findServer } from "./postgres.js";

const server = await findServer();

/**
 * Describes what holds on both databases. Where no server can be started, the half that needs it says so, and fails when
 * NEED_POSTGRES is set.
 */
export function onEachDatabase(name: string, body: (kind: DatabaseKind) => void): void {
  describe(`${name}, on SQLite`, () => body("SQLite"));
  onServer(`${name}, on PostgreSQL`, () => body("PostgreSQL"));
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
