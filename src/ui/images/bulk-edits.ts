import { get, Problem, type Query, segment } from "../api/client.js";
import type { FileEdit, ManifestOp } from "../api/edit-types.js";
import type { AlbumDetail, ImageRow, Json, Page } from "../api/types.js";

/** What is done to each image. */
export type BulkEdit =
  | { readonly action: "tag" | "untag" | "caption"; readonly text: string }
  | { readonly action: "nsfw" | "public"; readonly value: boolean };

type Entry = { readonly [field: string]: Json };

/** Images that are asked for at the same time, one by one. */
const AT_ONCE = 12;
/** Beyond this many the pages of the query are read instead. */
const FEW = 100;
/** Images of such a page; the most that the server gives. */
const PAGE = 500;

/**
 * The edits of the manifests that declare the images; `left`: why others can't be edited, one each. `query`: where most of
 * them are likely to be; those that were selected elsewhere are edited as well.
 */
export async function editImages(
  ids: readonly number[],
  query: Query,
  edit: BulkEdit,
): Promise<{ readonly edits: readonly FileEdit[]; readonly left: readonly string[] }> {
  const rows = await findRows(ids, query);
  const found = new Set(rows.map(({ id }) => id));
  const left = ids.filter((id) => !found.has(id)).map((id) => `image ${id} is gone from the database`);
  const byFile = new Map<string, ImageRow[]>();
  for (const row of rows) {
    if (row.declaredIn === null) left.push(`${row.filename} is declared in no manifest`);
    else byFile.set(row.declaredIn, [...(byFile.get(row.declaredIn) ?? []), row]);
  }
  const edits: FileEdit[] = [];
  for (const [file, images] of byFile) {
    const album = await findAlbum(file, images);
    const entries = album?.declared?.images;
    if (album === undefined || !Array.isArray(entries)) {
      for (const row of images) left.push(`${row.filename} stands in a JSON Lines file`);
      continue;
    }
    const places = new Map(entries.map((entry: Entry, at) => [entry.file, at]));
    const defaults = (album.declared?.defaults ?? {}) as Entry;
    const ops = images.flatMap((row) => {
      const at = places.get(fileOf(row));
      if (at !== undefined) return opsOf(entries[at] as Entry, defaults, at, edit);
      left.push(`${row.filename} is not in ${file}`);
      return [];
    });
    if (ops.length > 0) edits.push({ file, etag: album.etag, ops });
  }
  return { edits, left };
}

/** The rows of images; without those that are gone. Many are read by pages: of the query, then of all images; what is left one by one. */
async function findRows(ids: readonly number[], query: Query): Promise<readonly ImageRow[]> {
  const wanted = new Set(ids);
  const rows: ImageRow[] = [];
  for (const where of [query, {}]) if (wanted.size > FEW) await takeFromPages(wanted, where, rows);
  return [...rows, ...(await loadRows([...wanted]))];
}

/**
 * Moves images that a query finds from `wanted` to `rows`, as long as fewer pages are left than images: a few of a million would
 * otherwise take thousands of pages.
 */
async function takeFromPages(wanted: Set<number>, query: Query, rows: ImageRow[]): Promise<void> {
  for (let offset = 0; wanted.size > 0; offset += PAGE) {
    const { items, total } = await get<Page<ImageRow>>("/images", { ...query, offset, limit: PAGE });
    for (const row of items) if (wanted.delete(row.id)) rows.push(row);
    const pagesLeft = Math.ceil((total - offset - PAGE) / PAGE);
    if (pagesLeft <= 0 || pagesLeft >= wanted.size) return;
  }
}

async function loadRows(ids: readonly number[]): Promise<readonly ImageRow[]> {
  const rows: (ImageRow | undefined)[] = [];
  for (let start = 0; start < ids.length; start += AT_ONCE)
    rows.push(...(await Promise.all(ids.slice(start, start + AT_ONCE).map(loadRow))));
  return rows.filter((row) => row !== undefined);
}

async function loadRow(id: number): Promise<ImageRow | undefined> {
  return get<ImageRow>(`/images/${id}`).catch((error) => {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  });
}

/** The album of a manifest: one of those that show its images. */
async function findAlbum(file: string, images: readonly ImageRow[]): Promise<AlbumDetail | undefined> {
  for (const slug of new Set(images.flatMap((row) => row.albums))) {
    const album = await get<AlbumDetail>(`/albums/${segment(slug)}`);
    if (album.file === file) return album;
  }
  return undefined;
}

/** `image:decks/a%20b.png` → `decks/a b.png` */
function fileOf(row: ImageRow): string {
  return decodeURIComponent((row.address ?? "").replace(/^image:/, ""));
}

function opsOf(entry: Entry, defaults: Entry, at: number, edit: BulkEdit): readonly ManifestOp[] {
  if ("value" in edit) {
    const now = entry[edit.action] ?? defaults[edit.action];
    return now === edit.value ? [] : [{ op: "set", path: ["images", at, edit.action], value: edit.value }];
  }
  const labels = (entry.labels ?? defaults.labels ?? []) as readonly {
    readonly text: string;
    readonly type: string;
  }[];
  const next = labelsAfter(labels, edit);
  if (JSON.stringify(next) === JSON.stringify(labels)) return [];
  return [{ op: "set", path: ["images", at, "labels"], value: next }];
}

function labelsAfter(
  labels: readonly { readonly text: string; readonly type: string }[],
  { action, text }: Extract<BulkEdit, { text: string }>,
) {
  if (action === "untag") return labels.filter((label) => label.type !== "tag" || label.text !== text);
  if (action === "caption")
    return [...labels.filter((label) => label.type !== "caption"), { text, type: "caption" }];
  return labels.some((label) => label.type === "tag" && label.text === text)
    ? labels
    : [...labels, { text, type: "tag" }];
}
