import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import fc from "fast-check";
import type { Plan } from "../src/model/plan.js";
import type { Resource } from "../src/model/resource.js";
import { profileOf } from "./support/database-kinds.js";
import { onEachDatabase } from "./support/each-database.js";
import { carryOut, type ForeignWrite, foreignRows, foreignWrites } from "./support/foreign-writes.js";
import { type LawDatabase, openLawDatabase, UNLIMITED } from "./support/law-database.js";
import { randomEstate, renamingEstate } from "./support/random-estate.js";
import { tellCases } from "./support/runs.js";

const MOST_ROUNDS = 4;

type Opened = Awaited<ReturnType<typeof openLawDatabase>>;
let opened: Opened;

onEachDatabase("laws of taking a run back", (kind) => {
  before(async () => {
    opened = await openLawDatabase(kind);
  });
  after(() => opened.remove());

  it("rows are as before, ids, labels and links of others included, and the next plan wants all of it again", () =>
    holds(fc.tuple(randomEstate, foreignWrites, randomEstate, fc.boolean()), async (database, drawn) => {
      const [seen, now] = await thereAndBack(database, drawn);
      assert.deepEqual(now, seen);
    }));

  it("the same however objects were renamed, but for the order of links that come back one by one", () =>
    holds(
      fc.tuple(randomEstate, foreignWrites, renamingEstate, fc.boolean()).filter(([first, , second]) => {
        return profileOf(kind) === "D" || [first, second].every(namesDeclared);
      }),
      async (database, drawn) => {
        const [seen, now] = await thereAndBack(database, drawn);
        assert.deepEqual(withoutOrder(now), withoutOrder(seen));
      },
    ));

  it("what others write in between stops it whole, or survives it", () =>
    holds(
      fc.tuple(randomEstate, renamingEstate, foreignWrites, foreignWrites, fc.boolean()),
      async (database, [first, second, writes, more, prune]) => {
        await apply(database, await database.plan(first));
        const run = await apply(database, await database.plan(second, UNLIMITED));
        carryOut(database, writes);
        const back = await database.reverse(run, { ...UNLIMITED, prune });
        carryOut(database, more);
        const [all, foreign] = [dump(database, NOBODY), foreignRows(database)];
        const result = await database.execute(back);
        if (!result.done) assert.deepEqual(dump(database, NOBODY), all);
        assert.deepEqual(foreignRows(database), foreign);
      },
    ));
});

/**
 * False where an album names a set template that nobody declares, which validation refuses: E has no row to tie it to, and
 * then ties it to whichever gets the name while the run is taken back.
 */
function namesDeclared(estate: readonly Resource[]): boolean {
  const declared = new Set(
    estate.filter(({ kind }) => kind === "set-template").map(({ fields }) => fields.slug),
  );
  return estate.every(({ fields: { set_template: named } }) => named === undefined || declared.has(named));
}

async function holds<T>(arbitrary: fc.Arbitrary<T>, law: (database: LawDatabase, value: T) => Promise<void>) {
  await fc.assert(
    fc.asyncProperty(
      arbitrary,
      tellCases((value: T) => opened.use((database) => law(database, value))),
    ),
    opened.options,
  );
}

/** Applies two estates, takes the second run back, and gives all rows as they were in between and in the end. */
async function thereAndBack(
  database: LawDatabase,
  [first, writes, second, prune]: readonly [
    readonly Resource[],
    readonly ForeignWrite[],
    readonly Resource[],
    boolean,
  ],
): Promise<readonly [Rows, Rows]> {
  await apply(database, await database.plan(first));
  carryOut(database, writes);
  const options = { ...UNLIMITED, prune };
  const plan = await database.plan(second, options);
  const reborn = listDeleted(plan);
  const seen = dump(database, reborn);
  const run = await apply(database, plan);
  await takeBack(database, run);
  const now = dump(database, reborn);
  assert.deepEqual(listActions(await database.plan(second, options)), listActions(plan));
  return [seen, now];
}

function withoutOrder({ links = [], ...rest }: Rows): object {
  return { ...rest, links: links.map((link) => JSON.stringify(link)).sort() };
}

/** A name that a row of the run itself has taken is free once that row is deleted: then it is taken back once more. */
async function takeBack(database: LawDatabase, run: number): Promise<void> {
  for (let rounds = 0; ; rounds++) {
    const back = await database.reverse(run, { ...UNLIMITED, prune: true });
    assert.deepEqual(back.guards, []);
    await apply(database, back);
    if (back.blocked.length === 0) return;
    assert.deepEqual([...new Set(back.blocked.map(({ code }) => code))], ["reverse-name-in-use"]);
    assert.ok(rounds < MOST_ROUNDS);
  }
}

async function apply(database: LawDatabase, plan: Plan): Promise<number> {
  const result = await database.execute(plan);
  assert.ok(result.done, JSON.stringify(result));
  return result.run;
}

const NOBODY: ReadonlySet<string> = new Set();

function listActions({ changes }: Plan) {
  return [...changes].map(({ action, address }) => `${action} ${address}`);
}

/** Addresses of the rows that a plan deletes: these come back under other ids. */
function listDeleted({ changes }: Plan): ReadonlySet<string> {
  return new Set([...changes].filter(({ action }) => action === "delete").map(({ address }) => address));
}

type Row = Record<string, unknown>;
type Rows = Record<string, readonly Row[]>;

/**
 * All rows as they look to others, links in the order of their album; of reborn rows no id and no time. A label of ours
 * beside the same one of somebody else counts nothing.
 */
function dump(database: LawDatabase, reborn: ReadonlySet<string>): Rows {
  const names = new Map(
    database
      .rows("SELECT address, kind, row_id FROM sync_objects")
      .filter(({ address }) => reborn.has(String(address)))
      .map(({ address, kind, row_id }) => [`${tableOf(database, kind)} ${row_id}`, address]),
  );
  const imageOf = (id: unknown) => names.get(`images ${id}`) ?? id;
  const albumOf = (id: unknown) => names.get(`albums ${id}`) ?? id;
  const albums = database.albumTables.flatMap((table) =>
    database.rows(`SELECT * FROM ${table}`).map(({ updated_at: _, ...row }) => {
      const id = names.get(`${table} ${row.id}`) ?? row.id;
      const source = names.get(`batch_templates ${row.source_id}`) ?? row.source_id;
      const values = { ...readValues(row), ...(row.source_id === undefined ? {} : { source_id: source }) };
      return id === row.id ? values : { ...values, id, created_at: null };
    }),
  );
  const images = database.rows("SELECT * FROM images").map(({ updated_at: _, ...row }) => {
    const id = imageOf(row.id);
    const values = readValues(row);
    return id === row.id ? values : { ...values, id, thumbnail_path: null };
  });
  const labels = database
    .rows(`SELECT image_id, label_text, label_type, created_by FROM labels l WHERE created_by <> 'album-sync'
      OR NOT EXISTS (SELECT 1 FROM labels o WHERE o.image_id = l.image_id AND o.label_text = l.label_text
        AND o.label_type = l.label_type AND o.created_by <> 'album-sync') ORDER BY label_text, created_by`)
    .map((row) => ({ ...row, image_id: imageOf(row.image_id) }));
  const links = database
    .rows("SELECT album_id, image_id, added_by FROM album_images ORDER BY added_by, id")
    .map((row) => ({ ...row, album_id: albumOf(row.album_id), image_id: imageOf(row.image_id) }));
  return {
    albums: sortBy(albums, "id"),
    images: sortBy(images, "id"),
    labels: sortBy(labels, "image_id"),
    links: sortBy(links, "album_id"),
  };
}

/** JSON is compared by value, never by text. */
function readValues(row: Row): Row {
  const { generation_config = null, csv_data = null, lora_config = null } = row;
  const read = (text: unknown) => JSON.parse(String(text));
  return {
    ...row,
    generation_config: read(generation_config),
    csv_data: read(csv_data),
    lora_config: read(lora_config),
  };
}

function sortBy(rows: readonly Row[], column: string): readonly Row[] {
  return [...rows].sort((a, b) => {
    const [one, other] = [String(a[column]), String(b[column])];
    return one < other ? -1 : one > other ? 1 : 0;
  });
}

function tableOf({ albumTables }: LawDatabase, kind: unknown): string {
  if (kind === "image") return "images";
  return (kind === "set-template" ? albumTables.at(-1) : albumTables[0]) as string;
}
