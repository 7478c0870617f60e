import { type Kind, nameOf } from "../../model/address.js";
import { isJsonObject } from "../../model/json.js";
import type { Candidate, CandidateQuery, ObservedRow } from "../../model/observed.js";
import { guardOf, kindsBeside } from "../backend/columns.js";
import { parseJson } from "../backend/decode.js";
import { groupById, queryByChunks, type RowSource, readObservedRows } from "../backend/observed-rows.js";
import { profileOf } from "../backend/profile.js";
import type { Session } from "../connection/session.js";

/** SHA-256 of the bytes at a path as the backend knows it; null when they can't be read. */
export type HashFile = (filePath: string) => string | null;

/** A row that matches, before it is read as a whole. */
interface Match {
  readonly query: CandidateQuery;
  readonly matchedBy: Candidate["matchedBy"];
  readonly id: number;
  readonly filePath?: string;
}

/** Rows that answer the queries: in the order of the queries, and per query in the order of its names, then by id. */
export function findCandidates(
  source: RowSource,
  queries: readonly CandidateQuery[],
  hashFile: HashFile,
): readonly Candidate[] {
  const matches = [...matchImages(source, queries), ...matchAlbums(source, queries)];
  const found = (["image", "album", "set-template"] as const).flatMap((kind) =>
    completeMatches(
      source,
      kind,
      matches.filter(({ query }) => query.kind === kind),
      hashFile,
    ),
  );
  const position = new Map(queries.map((query, index) => [query.address, index]));
  return found.sort((a, b) => (position.get(a.address) ?? 0) - (position.get(b.address) ?? 0));
}

function matchImages(source: RowSource, queries: readonly CandidateQuery[]): readonly Match[] {
  const names = new Set(
    queries.flatMap(({ kind, filenames }) => (kind === "image" ? (filenames ?? []) : [])),
  );
  const rows = queryByChunks(
    source.session,
    [...names],
    (marks) => `SELECT id, filename, file_path FROM images WHERE filename IN (${marks})`,
  );
  const byName = new Map(
    rows.map(([id, name, path]) => [String(name), { id: Number(id), filePath: String(path) }]),
  );
  return queries
    .filter(({ kind }) => kind === "image")
    .flatMap((query) =>
      [...new Set(query.filenames)].flatMap((name): readonly Match[] => {
        const row = byName.get(name);
        return row === undefined ? [] : [{ query, matchedBy: "filename", ...row }];
      }),
    );
}

/** The little of an album row that tells whether it matches. */
interface AlbumKey {
  readonly id: number;
  readonly name: string;
  readonly slug: string | undefined;
  /** Marked as a template, which no album is. */
  readonly isTemplate: boolean;
  /** Of the type of templates: before the mark existed that was all that told them. */
  readonly isSet: boolean;
}

function matchAlbums(source: RowSource, queries: readonly CandidateQuery[]): readonly Match[] {
  const wanted = queries.filter(({ kind }) => kind !== "image");
  if (wanted.length === 0) return [];
  const { kinds } = profileOf(source.session);
  const albums = readAlbumKeys(source);
  const isShared = kinds["set-template"].table === kinds.album.table;
  const templates = isShared ? albums : readTemplateKeys(source);
  return wanted.flatMap((query) => matchAlbum(query, query.kind === "album" ? albums : templates));
}

function matchAlbum(query: CandidateQuery, keys: readonly AlbumKey[]): readonly Match[] {
  const alike = keys.filter(({ isTemplate, isSet }) =>
    query.kind === "set-template" ? isTemplate || isSet : !isTemplate,
  );
  const adoptable = query.kind === "set-template" ? keys : alike;
  const attempts: readonly (readonly [Candidate["matchedBy"], readonly AlbumKey[]])[] = [
    ["slug", alike.filter(({ slug }) => slug !== undefined && slug === query.slug)],
    ["adopts", adoptable.filter(({ name }) => name === query.adopts)],
    ["name", alike.filter(({ name }) => name === query.name)],
  ];
  const best = attempts.find(([, matching]) => matching.length > 0);
  return best === undefined ? [] : best[1].map(({ id }) => ({ query, matchedBy: best[0], id }));
}

function readAlbumKeys({ session, columns }: RowSource): readonly AlbumKey[] {
  const flag = columns.get("albums")?.has("is_set_template") ? "is_set_template" : "NULL";
  const rows = session.all(`SELECT id, name, album_type, ${flag}, generation_config FROM albums ORDER BY id`);
  return rows.map(([id, name, type, template, config]) => ({
    id: Number(id),
    name: String(name),
    slug: slugIn(config),
    isTemplate: template === 1,
    isSet: type === "set",
  }));
}

/** Keys where templates have a table of their own: it has no slugs, so that the records of all estates tell them. */
function readTemplateKeys({ session, migrated }: RowSource): readonly AlbumKey[] {
  const { table } = profileOf(session).kinds["set-template"];
  const slugs = new Map<number, string>();
  const records = migrated
    ? session.all(
        `SELECT x.id, o.address FROM sync_objects o JOIN ${table} x ON x.id = o.row_id
          AND ${guardOf("set-template", "x")} = o.guard WHERE o.kind = 'set-template'
          ORDER BY o.state DESC, o.estate, o.address`,
      )
    : [];
  // Of several records of one row the owned one counts, which comes last.
  for (const [id, address] of records) slugs.set(Number(id), nameOf(String(address)));
  return session.all(`SELECT id, name FROM ${table} ORDER BY id`).map(([id, name]) => ({
    id: Number(id),
    name: String(name),
    slug: slugs.get(Number(id)),
    isTemplate: true,
    isSet: true,
  }));
}

function slugIn(config: unknown): string | undefined {
  const value = typeof config === "string" ? parseJson(config) : undefined;
  const slug = isJsonObject(value) ? value.slug : undefined;
  return typeof slug === "string" ? slug : undefined;
}

function completeMatches(
  source: RowSource,
  kind: Kind,
  matches: readonly Match[],
  hashFile: HashFile,
): Candidate[] {
  const ids = [...new Set(matches.map(({ id }) => id))];
  const rows = readObservedRows(source, kind, ids);
  const owners = source.migrated ? readOwners(source.session, kind, ids) : NO_OWNERS;
  return matches.map(({ query, matchedBy, id, filePath }) => {
    const row = rows.get(id) as ObservedRow;
    const owner = owners.get(id)?.find(({ guard }) => guard === row.guard);
    return {
      address: query.address,
      matchedBy,
      row,
      owner: owner === undefined ? null : { estate: owner.estate, address: owner.address },
      sha256: filePath === undefined ? null : hashFile(filePath),
    };
  });
}

interface Owner {
  readonly guard: string;
  readonly estate: string;
  readonly address: string;
}

const NO_OWNERS: ReadonlyMap<number, readonly Owner[]> = new Map();

function readOwners(
  session: Session,
  kind: Kind,
  ids: readonly number[],
): ReadonlyMap<number, readonly Owner[]> {
  const rows = queryByChunks(
    session,
    ids,
    (marks) =>
      `SELECT row_id, guard, estate, address FROM sync_objects
        WHERE kind IN ${kindsBeside(session, kind)} AND state = 'owned' AND row_id IN (${marks}) ORDER BY estate, address`,
  );
  return groupById(rows, ([, guard, estate, address]) => ({
    guard: String(guard),
    estate: String(estate),
    address: String(address),
  }));
}
