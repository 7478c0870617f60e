import { groupById } from "../backend/observed-rows.js";
import { seedOf } from "../backend/wide-seeds.js";
import type { Cell } from "../connection/session.js";
import { type AlbumEntry, joinOwner } from "../read/album-table.js";
import type { BrowsedDatabase } from "./reader.js";

/** A row of the image table, of any generation, with what other tables say about it. */
export interface ImageRow {
  readonly id: number;
  /** Null when the estate does not own the row. */
  readonly address: string | null;
  /** Manifest that declares it, relative to the project folder. */
  readonly manifest: string | null;
  readonly filename: string;
  /** Where its file is, as the backend sees it. */
  readonly filePath: string;
  readonly thumbnailPath: string | null;
  readonly prompt: string | null;
  readonly negativePrompt: string | null;
  /** As text: it may be beyond 2^53. */
  readonly seed: string | null;
  readonly steps: number | null;
  readonly guidanceScale: number | null;
  readonly width: number | null;
  readonly height: number | null;
  /** JSON text. */
  readonly loras: string | null;
  readonly isNsfw: boolean;
  readonly isPublic: boolean;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  /** The set item that it shows. */
  readonly item: string | null;
  /** SHA-256 of its file as recorded. */
  readonly sha256: string | null;
  /** SHA-256 of the thumbnail that was made of it. */
  readonly thumbnailSha256: string | null;
  readonly labels: readonly ImageLabel[];
  readonly albums: readonly AlbumEntry[];
}

/** A label as its row has it. */
interface ImageLabel {
  readonly id: number;
  readonly text: string;
  readonly type: string | null;
  readonly confidence: number | null;
  readonly sourceModel: string | null;
  readonly createdAt: string | null;
}

/** The rows of these ids in their order; ids without a row are left out. `albums`: by their row id. */
export function readImageRows(
  database: BrowsedDatabase,
  ids: ArrayLike<number>,
  albums: ReadonlyMap<number, AlbumEntry>,
): readonly ImageRow[] {
  // A number that has no room in the type of a row id is that of no row.
  const wanted = JSON.stringify(Array.from(ids).filter(Number.isSafeInteger));
  const [address, join, values] = joinOwner(database, "image");
  // Most images show no item; what is recorded of them need not be parsed.
  const recorded = database.migrated
    ? `o.manifest, o.sha256, CASE WHEN instr(o.fields, '"item"') > 0 THEN json_extract(o.fields, '$.item') END`
    : "NULL, NULL, NULL";
  const seed = selectRecordedSeed(database);
  const [thumbnail, joinThumbnail] = joinThumbnails(database);
  const rows = database.session.all(
    `SELECT x.id, ${address}, ${recorded}, ${seed}, ${thumbnail}, x.filename, x.file_path, x.thumbnail_path, x.prompt,
        x.negative_prompt, CAST(x.seed AS TEXT), x.steps, x.guidance_scale, x.width, x.height, x.lora_config, x.is_nsfw,
        x.is_public, x.created_at, x.updated_at
      FROM json_each(?) j CROSS JOIN images x ON x.id = CAST(j.value AS BIGINT) ${join} ${joinThumbnail} ORDER BY j.key`,
    wanted,
    ...values,
  );
  const labels = readLabels(database, wanted);
  const shown = readAlbums(database, wanted, albums);
  return rows.map((cells) => {
    const id = Number(cells[0]);
    return readRow(database, cells, labels.get(id) ?? [], shown.get(id) ?? []);
  });
}

function joinThumbnails({ columns, migrated }: BrowsedDatabase): readonly [string, string] {
  if (!migrated || columns.get("sync_thumbnails")?.has("file_sha256") !== true) return ["NULL", ""];
  const join =
    "LEFT JOIN sync_thumbnails t ON t.image_id = x.id AND t.guard = x.filename AND t.state = 'made'";
  return ["t.file_sha256", join];
}

/** SQL: the declared seed of an image whose row has none, where that may lack the room for it. */
function selectRecordedSeed({ session, migrated }: BrowsedDatabase): string {
  if (session.dialect.keepsBigSeeds || !migrated) return "NULL";
  return `CASE WHEN x.seed IS NULL AND instr(o.fields, '"seed"') > 0 THEN json_extract(o.fields, '$.seed') END`;
}

function readRow(
  { session: { dialect } }: BrowsedDatabase,
  cells: readonly Cell[],
  labels: readonly ImageLabel[],
  albums: readonly AlbumEntry[],
): ImageRow {
  const [
    id,
    address,
    manifest,
    sha256,
    item,
    declaredSeed,
    thumbnail,
    filename,
    filePath,
    thumbnailPath,
    ...rest
  ] = cells;
  const [prompt, negative, seed, steps, guidance, width, height, loras, isNsfw, isPublic, created, updated] =
    rest;
  const shownSeed = seedOf(dialect, "image", { seed: textOf(seed) }, { seed: textOf(declaredSeed) });
  return {
    id: Number(id),
    address: textOf(address),
    manifest: textOf(manifest),
    filename: String(filename),
    filePath: String(filePath),
    thumbnailPath: textOf(thumbnailPath),
    prompt: textOf(prompt),
    negativePrompt: textOf(negative),
    seed: textOf(shownSeed as Cell),
    steps: numberOf(steps),
    guidanceScale: numberOf(guidance),
    width: numberOf(width),
    height: numberOf(height),
    loras: textOf(loras),
    isNsfw: isNsfw === 1,
    isPublic: isPublic === 1,
    createdAt: textOf(created),
    updatedAt: textOf(updated),
    item: textOf(item),
    sha256: textOf(sha256),
    thumbnailSha256: textOf(thumbnail),
    labels,
    albums,
  };
}

function readLabels({ session }: BrowsedDatabase, wanted: string): ReadonlyMap<number, ImageLabel[]> {
  const rows = session.all(
    `SELECT l.image_id, l.id, l.label_text, l.label_type, l.confidence, l.source_model, l.created_at FROM labels l
      WHERE l.image_id IN (SELECT CAST(value AS BIGINT) FROM json_each(?)) ORDER BY l.id`,
    wanted,
  );
  return groupById(rows, ([, id, text, type, confidence, model, created]) => ({
    id: Number(id),
    text: String(text),
    type: textOf(type),
    confidence: numberOf(confidence),
    sourceModel: textOf(model),
    createdAt: textOf(created),
  }));
}

function readAlbums(
  { session }: BrowsedDatabase,
  wanted: string,
  albums: ReadonlyMap<number, AlbumEntry>,
): ReadonlyMap<number, AlbumEntry[]> {
  const rows = session.all(
    `SELECT m.image_id, m.album_id FROM album_images m
      WHERE m.image_id IN (SELECT CAST(value AS BIGINT) FROM json_each(?)) ORDER BY m.id`,
    wanted,
  );
  const known = rows.filter(([, album]) => albums.has(Number(album)));
  return groupById(known, ([, album]) => albums.get(Number(album)) as AlbumEntry);
}

function textOf(cell: Cell | undefined): string | null {
  return cell === null || cell === undefined || cell instanceof Uint8Array ? null : String(cell);
}

function numberOf(cell: Cell | undefined): number | null {
  return typeof cell === "number" && Number.isFinite(cell) ? cell : null;
}
