// Peer of a first apply and of one without changes: a reconstruction of how the importer that came before works, on the
// same driver through Knex. It reads a list of records, and for each of them looks the album up by name and type, the
// image by file_path and the link by its two ids, row by row through the query builder, and inserts what is not there:
// one transaction, no hashes, labels or thumbnails, and the tables as the backend makes them, without our indexes.
// Arguments: the records as JSON, the database. Prints how many records there were.
import { readFileSync } from "node:fs";
import type { Database } from "better-sqlite3";
import createKnex, { type Knex } from "knex";
import { openSession } from "../../src/db/dialects/sqlite/session.js";
import { backendTables } from "../../src/db/schema/migrations/001-backend-tables.js";

/** What the importer knew of an image. */
export interface OldRecord {
  readonly album: string;
  readonly filename: string;
  readonly file_path: string;
  readonly prompt: string;
  readonly negative_prompt: string;
  readonly seed: string;
  readonly steps: number;
  readonly guidance_scale: number;
  readonly width: number;
  readonly height: number;
  readonly created_at: string;
}

const [source, target] = process.argv.slice(2) as [string, string];
const records = JSON.parse(readFileSync(source, "utf8")) as readonly OldRecord[];
const knex = createKnex({
  client: "better-sqlite3",
  connection: { filename: target },
  useNullAsDefault: true,
  pool: { min: 1, max: 1 },
});
await knex.transaction(async (trx) => {
  const { session } = openSession((await trx.client.acquireConnection()) as Database);
  await backendTables.run(trx, { newId: () => "", session });
  for (const [position, record] of records.entries()) await importOne(trx, record, position);
});
await knex.destroy();
process.stdout.write(`${records.length}\n`);

async function importOne(
  trx: Knex.Transaction,
  { album, file_path, ...others }: OldRecord,
  position: number,
): Promise<void> {
  const albumId = await findOrInsert(
    trx,
    "albums",
    { name: album, album_type: "singles" },
    { is_public: true },
  );
  const imageId = await findOrInsert(trx, "images", { file_path }, { ...others, is_public: true });
  await findOrInsert(trx, "album_images", { album_id: albumId, image_id: imageId }, { sort_order: position });
}

async function findOrInsert(
  trx: Knex.Transaction,
  table: string,
  key: Record<string, string | number>,
  others: Record<string, string | number | boolean>,
): Promise<number> {
  // No limit: it complained when there were several.
  const [row] = (await trx(table).where(key)) as readonly { readonly id: number }[];
  if (row !== undefined) return row.id;
  const [id] = (await trx(table).insert({ ...key, ...others })) as readonly number[];
  return id as number;
}
