import assert from "node:assert/strict";
import { it } from "node:test";
import { ServerConnection } from "../../src/db/dialects/postgres/connection.js";
import { openDatabase } from "../../src/db/open-database.js";
import { acquireLease } from "../../src/db/queue/lease.js";
import { migrate } from "../../src/db/schema/migrate.js";
import { connectTo } from "../support/ask-server.js";
import { CLOCK } from "../support/database.js";
import { onServer } from "../support/each-database.js";
import { createServerDatabase } from "../support/postgres.js";

onServer("a connection to a server", () => {
  for (const end of ["ROLLBACK", "SELECT 1"])
    it(`goes on after rows that the server refused, when ${end} comes next`, async (t) => {
      const { url, remove } = await createServerDatabase();
      t.after(remove);
      const connection = new ServerConnection(url);
      t.after(() => connection.close());
      connection.query("CREATE TABLE numbers (number INTEGER)");
      connection.query("BEGIN");
      connection.copy("COPY numbers FROM STDIN", "1\nno number\n");
      if (end === "ROLLBACK") connection.query(end);
      else assert.throws(() => connection.query(end), /invalid input syntax/);
      connection.query("ROLLBACK");
      connection.query("INSERT INTO numbers VALUES (2)");
      assert.deepEqual(connection.query("SELECT number FROM numbers").rows, [[2]]);
      // It is refused inside a transaction.
      connection.query("VACUUM numbers");
    });
});

onServer("a connection that was closed", () => {
  it("can be closed again, and answers nothing", async (t) => {
    const { url, remove } = await createServerDatabase();
    t.after(remove);
    const connection = new ServerConnection(url);
    await connection.close();
    await connection.close();
    assert.throws(() => connection.query("SELECT 1"), /was closed/);
  });
});

onServer("the table of the lease", () => {
  it("is there in the end when two make it at once", async (t) => {
    const { url, remove } = await createServerDatabase();
    t.after(remove);
    const handle = await openDatabase(url, { mode: "create" });
    t.after(() => handle.close());
    await migrate(handle, { clock: CLOCK, newId: () => "one" });
    const other = await connectTo(url);
    t.after(() => other.end());
    await other.query("ALTER TABLE sync_lock RENAME TO kept");
    await other.query(
      "BEGIN; CREATE TABLE sync_lock (LIKE kept); ALTER TABLE sync_lock ADD PRIMARY KEY (slot)",
    );
    const ending = other.query("SELECT pg_sleep(0.1); COMMIT");
    const lease = await acquireLease(handle, {
      ...{ id: "ana", who: "ana", host: "here", operation: "apply", timeoutMs: 5000, clock: CLOCK },
      ...{ onWait: () => {}, onWaitForWriter: () => {} },
    });
    await ending;
    assert.equal(lease.id, "ana");
  });
});
