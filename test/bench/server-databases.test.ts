import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DatabasesOfRun } from "../../bench/server-databases.js";

const SERVER = "postgres://ana:hush@host:1/shared?sslmode=require";

describe("databases of a benchmark on a server that others use", () => {
  it("have names of their own, and are all dropped at the end, nothing else", () => {
    const said: (readonly string[])[] = [];
    const databases = new DatabasesOfRun(SERVER, (...words) => said.push(words));
    const own = `sync_bench_${process.pid}_`;
    assert.equal(databases.urlOf("filled"), `postgres://ana:hush@host:1/${own}filled?sslmode=require`);
    databases.renew("filled");
    databases.renew("peer", "filled");
    databases.renew("peer", "filled");
    const dropping = (what: string) => `DROP DATABASE IF EXISTS ${own}${what} WITH (FORCE)`;
    const copying = [SERVER, dropping("peer"), `CREATE DATABASE ${own}peer TEMPLATE ${own}filled`];
    assert.deepEqual(said.splice(0), [
      [SERVER, dropping("filled"), `CREATE DATABASE ${own}filled TEMPLATE template1`],
      copying,
      copying,
    ]);
    databases.drop();
    databases.drop();
    assert.deepEqual(said, [[SERVER, dropping("filled"), dropping("peer")]]);
  });

  it("are dropped also when making one of them failed midway", () => {
    const said: string[] = [];
    const databases = new DatabasesOfRun(SERVER, (_url, ...statements) => {
      said.push(...statements);
      if (said.length === 2) throw new Error("no room");
    });
    assert.throws(() => databases.renew("filled"), /no room/);
    databases.drop();
    assert.match(said.at(-1) ?? "", /^DROP DATABASE .*_filled /);
  });
});
