import { type Address, type Kind, kindOf, nameOf } from "../../model/address.js";
import { isJsonObject, type Json } from "../../model/json.js";
import type { ForeignUse } from "../../model/observed.js";
import { compareText } from "../../model/text-order.js";
import { guardOf, layoutOf, selectColumn } from "../backend/columns.js";
import { parseJson } from "../backend/decode.js";
import { SYNC_WRITER } from "../backend/links.js";
import type { RowSource } from "../backend/observed-rows.js";
import { profileOf, tableOf } from "../backend/profile.js";
import type { Cell, Session } from "../connection/session.js";

/** What a job of the backend may call one of our rows. */
interface Names {
  readonly kind: Kind;
  /** What a key that a row id stands under speaks of. */
  readonly word: "album" | "template" | "image";
  readonly id: number;
  /** Names that stand for the row wherever they appear whole: name and slug, or filename and path. */
  readonly words: ReadonlySet<string>;
  /** Of an image: its path, which may lie below a folder that a job names. */
  readonly path: string | null;
}

/** A training run or scrape job, with all texts in it. */
interface Job {
  readonly title: string;
  readonly folder: string;
  readonly config: Json | undefined;
}

/**
 * Rows of others that name these objects, ascending by address. Labels and links are certain. Jobs are found as far as
 * their free-form texts allow: by a folder in the path of the object, or by its name, slug, path or (under a key that
 * speaks of albums or images) its id in the configuration.
 */
export function findForeignUses(source: RowSource, addresses: readonly Address[]): readonly ForeignUse[] {
  if (addresses.length === 0) return [];
  const jobs = readJobs(source);
  return [...addresses].sort(compareText).flatMap((address) => {
    const names = readNames(source, address);
    if (names === undefined) return [];
    const uses = [
      ...(names.kind === "image" ? foreignLabels(source.session, names.id) : []),
      ...(names.word === "template" ? [] : foreignLinks(source.session, names)),
      ...referringRows(source, names),
      ...jobs.filter((job) => namesIt(job, names)).map(({ title }) => title),
    ];
    return uses.length === 0 ? [] : [{ address, uses: [...new Set(uses)] }];
  });
}

/** Rows that name the object by its id in a column of their own. */
function referringRows({ session, columns }: RowSource, { kind, id }: Names): readonly string[] {
  return profileOf(session).kinds[kind].references.flatMap(({ table, column, title }) => {
    if (!columns.has(table)) return [];
    const rows = session.all(`SELECT id, ${title} FROM ${table} WHERE ${column} = ? ORDER BY id`, id);
    return rows.map(([row, name]) => `${table} ${row} (${name})`);
  });
}

function readNames({ session, estate }: RowSource, address: Address): Names | undefined {
  const kind = kindOf(address);
  const table = tableOf(session, kind);
  const hasSlug = layoutOf(session, kind).homeOf("slug") !== undefined;
  const [name, other] =
    kind === "image" ? ["filename", "file_path"] : ["name", hasSlug ? "generation_config" : "name"];
  const row = session.get(
    `SELECT x.id, ${selectColumn("x", name as string)}, ${selectColumn("x", other as string)} FROM sync_objects o
      JOIN ${table} x ON x.id = o.row_id AND ${guardOf(kind, "x")} = o.guard
      WHERE o.estate = ? AND o.address = ?`,
    estate,
    address,
  );
  if (row === undefined) return undefined;
  const words = new Set([String(row[1])]);
  if (kind === "image") {
    const path = String(row[2]);
    return { kind, word: "image", id: Number(row[0]), words: words.add(path), path };
  }
  if (!hasSlug) words.add(nameOf(address));
  const config = typeof row[2] === "string" ? parseJson(row[2]) : undefined;
  const slug = isJsonObject(config) ? config.slug : undefined;
  if (typeof slug === "string") words.add(slug);
  return { kind, word: table === "albums" ? "album" : "template", id: Number(row[0]), words, path: null };
}

function foreignLabels(session: Session, imageId: number): readonly string[] {
  const rows = session.all(
    "SELECT label_text, created_by FROM labels WHERE image_id = ? AND COALESCE(created_by, '') <> ? ORDER BY id",
    imageId,
    SYNC_WRITER,
  );
  return rows.map(([text, by]) => `label ${JSON.stringify(text)} by ${nameWriter(by)}`);
}

function foreignLinks(session: Session, { kind, id }: Names): readonly string[] {
  const [here, there, table, name] =
    kind === "image"
      ? ["image_id", "album_id", "albums", "name"]
      : ["album_id", "image_id", "images", "filename"];
  const rows = session.all(
    `SELECT x.${name}, m.added_by FROM album_images m LEFT JOIN ${table} x ON x.id = m.${there}
      WHERE m.${here} = ? AND COALESCE(m.added_by, '') <> ? ORDER BY m.id`,
    id,
    SYNC_WRITER,
  );
  const end = kind === "image" ? "album" : "image";
  return rows.map(([other, by]) => `link to ${end} ${JSON.stringify(other)} by ${nameWriter(by)}`);
}

function nameWriter(by: Cell | undefined): string {
  return typeof by === "string" && by !== "" ? by : "an unknown writer";
}

const JOBS: readonly (readonly [table: string, folder: string, config: string])[] = [
  ["scrape_jobs", "output_directory", "scrape_config"],
  ["training_runs", "dataset_path", "training_config"],
];

function readJobs({ session, columns }: RowSource): readonly Job[] {
  return JOBS.flatMap(([table, folder, config]) => {
    if (!columns.has(table)) return [];
    const rows = session.all(`SELECT id, name, ${folder}, ${config} FROM ${table} ORDER BY id`);
    return rows.map(([id, name, path, text]) => ({
      title: `${table} ${id} (${name})`,
      folder: typeof path === "string" ? path : "",
      config: typeof text === "string" ? (parseJson(text) ?? text) : undefined,
    }));
  });
}

function namesIt(job: Job, names: Names): boolean {
  return namedByFolder(job.folder, names) || (job.config !== undefined && namedIn(job.config, names, false));
}

function namedByFolder(folder: string, names: Names): boolean {
  const trimmed = folder.replace(/\/+$/, "");
  if (trimmed === "") return false;
  if (names.path !== null) return names.path.startsWith(`${trimmed}/`);
  return [...names.words].some((word) => trimmed === word || trimmed.endsWith(`/${word}`));
}

/** `byId`: the value stands under a key that speaks of the kind, so that a number in it is a row id. */
function namedIn(value: Json, names: Names, byId: boolean): boolean {
  if (typeof value === "string") return names.words.has(value);
  if (typeof value === "number") return byId && value === names.id;
  if (Array.isArray(value)) return value.some((item) => namedIn(item, names, byId));
  if (!isJsonObject(value)) return false;
  return Object.entries(value).some(([key, part]) =>
    namedIn(part, names, key.toLowerCase().includes(names.word) || (byId && key === "id")),
  );
}
