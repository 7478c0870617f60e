import type { Commits, Session } from "../../connection/session.js";

/**
 * The numbers of transactions that a snapshot holds miss no commit, but they are those of the whole server: what another
 * database of it writes is in them too. So once they differ, the rows themselves are asked (docs/decisions/0039-commits-on-a-server.md).
 */
export const COMMITS: Commits = {
  // What a replica replays is not in the snapshot by number.
  readStamp: (session) =>
    String(
      session.get(
        `SELECT CASE WHEN pg_is_in_recovery() THEN CAST(clock_timestamp() AS TEXT)
          ELSE CAST(pg_current_snapshot() AS TEXT) END`,
      )?.[0],
    ),
  readContent: async (session, tables) => {
    const names = [...tables.keys()].sort();
    const columns = names.map((table) => [...(tables.get(table) ?? [])].sort());
    return JSON.stringify([names, columns, await readRows(session, names)]);
  },
};

/** Entries of it are as many as changes ever made, and come and go with the runs that they belong to. */
const LEFT_OUT = "sync_changes";

/**
 * For each table how many rows it has, and a sum over the place of each row and the transaction that wrote it: every insert,
 * update and delete changes them. `age` counts from the current transaction, as that of transaction 3 does.
 */
function readRows(session: Session, tables: readonly string[]): ReturnType<Session["allLater"]> {
  const digests = tables
    .filter((table) => table !== LEFT_OUT)
    .map(
      (table) => `SELECT '${table}', count(*), CAST(bit_xor(hashtidextended(ctid,
        (CAST(tableoid AS BIGINT) << 32) + age(CAST('3' AS xid)) - age(xmin))) AS TEXT) FROM ${table}`,
    );
  return digests.length === 0 ? Promise.resolve([]) : session.allLater(digests.join(" UNION ALL "));
}
