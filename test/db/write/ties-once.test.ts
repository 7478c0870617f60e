import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import type { Step } from "../../../src/apply/ports.js";
import type { DatabaseHandle } from "../../../src/db/connection/connect.js";
import type { Cell, Session } from "../../../src/db/connection/session.js";
import { formatAddress } from "../../../src/model/address.js";
import { mustWrite, openMigrated, querySql, runSql } from "../../support/database.js";
import { albumAddress, insertAlbum, insertTemplate, RECORD, update } from "../../support/steps.js";

describe("the work of writing albums that name templates by row id", () => {
  it("is to read the rows of all templates once, and the albums to follow them once, however many there are", async (t) => {
    assert.deepEqual(await countReads(t, 3), { ties: 1, albums: 1 });
    assert.deepEqual(await countReads(t, 30), { ties: 1, albums: 1 });
  });
});

/** Statements of a run that adopts, inserts and updates so many of each, and albums that name them. */
async function countReads(t: TestContext, count: number) {
  const handle = await openMigrated(t, "SQLite E");
  const slugs = (word: string) => Array.from({ length: count }, (_, index) => `${word}-${index}`);
  const [adopted, made, gone] = [slugs("adopted"), slugs("made"), slugs("gone")];
  await mustWrite(handle, [
    ...gone.map((slug) => insertTemplate(slug)),
    ...gone.map((slug) => insertAlbum(slug, { set_template: slug })),
  ]);
  runSql(handle, "DELETE FROM batch_templates");
  for (const slug of adopted)
    runSql(
      handle,
      "INSERT INTO batch_templates (name, csv_path, prompt_template, created_at) VALUES (?, '', '', '2020-01-01')",
      slug,
    );
  const rows = querySql(handle, "SELECT id, created_at AS guard FROM batch_templates ORDER BY id");
  const { counted, counts } = countStatements(handle);
  await mustWrite(counted, [
    ...adopted.map((slug, index): Step => {
      const row = { id: Number(rows[index]?.id), guard: String(rows[index]?.guard) };
      const address = formatAddress("set-template", slug);
      return { step: "adopt", kind: "set-template", address, row, before: {}, fields: {}, record: RECORD };
    }),
    ...[...made, ...gone].map((slug) => insertTemplate(slug)),
    ...gone.map((slug) => update("album", albumAddress(slug), { name: slug }, { name: `New ${slug}` })),
    ...[...adopted, ...made].map((slug) => insertAlbum(slug, { set_template: slug })),
  ]);
  const named = querySql(
    handle,
    "SELECT count(*) AS n FROM albums a JOIN batch_templates t ON t.id = a.source_id AND t.name IN (a.name, substr(a.name, 5))",
  );
  assert.deepEqual(named, [{ n: 3 * count }]);
  return counts;
}

/** The same database, whose statements that read ties and albums recorded with templates are counted. */
function countStatements(handle: DatabaseHandle) {
  const counts = { ties: 0, albums: 0 };
  const see = (sql: string, values: readonly Cell[]) => {
    if (sql.includes(`"set_template":"`)) counts.albums++;
    else if (/SELECT (o\.)?address, (o\.)?row_id FROM sync_objects/.test(sql))
      if (sql.includes("'set-template'") || values.includes("set-template")) counts.ties++;
  };
  const watch = (session: Session) =>
    new Proxy(session, {
      get: (target, name: keyof Session) => {
        const member = target[name] as unknown;
        if (typeof member !== "function") return member;
        return (...args: readonly unknown[]) => {
          if (name === "all" || name === "get") see(String(args[0]), args.slice(1) as Cell[]);
          return member.apply(target, args);
        };
      },
    });
  const transact: DatabaseHandle["transact"] = (work) => handle.transact((session) => work(watch(session)));
  return { counted: { ...handle, transact }, counts };
}
