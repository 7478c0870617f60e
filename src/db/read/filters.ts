import { nameOf } from "../../model/address.js";
import type { Cell } from "../connection/session.js";
import { type AlbumEntry, readItem } from "./album-table.js";

/** Which albums: all that fit every given condition. */
export interface AlbumFilter {
  readonly type?: string;
  /** Slug of the set template. */
  readonly template?: string;
  readonly isPublic?: boolean;
  /** Part of slug, name or description, whatever the case. */
  readonly text?: string;
}

export interface TemplateFilter {
  /** Part of the path of a LoRA, whatever the case. */
  readonly lora?: string;
  readonly isPublic?: boolean;
  readonly text?: string;
}

export interface ImageFilter {
  /** Name or slug of an album that shows it. */
  readonly album?: string;
  /** Row id of an album, or of a set template, that shows it. */
  readonly albumId?: number;
  /** Type of an album that shows it. */
  readonly type?: string;
  /** Set template of an album that shows it. */
  readonly template?: string;
  /** Name of the set item that it shows. */
  readonly item?: string;
  /** The text of a label. */
  readonly label?: string;
  readonly lora?: string;
  readonly isNsfw?: boolean;
  readonly isPublic?: boolean;
  /** Part of prompt or filename, whatever the case. */
  readonly text?: string;
}

/** The cells of an image row whose texts a filter looks at. `fields`: what is recorded of it. */
interface ImageTexts {
  readonly filename: Cell | undefined;
  readonly prompt: Cell | undefined;
  readonly loras: Cell | undefined;
  readonly fields: Cell | undefined;
}

/** Whether the texts of a row fit: LOWER of SQLite knows no letters beyond ASCII. */
export function fitsTexts(row: ImageTexts, { text, lora, item }: ImageFilter): boolean {
  const [filename, prompt, loras] = [row.filename, row.prompt, row.loras].map((cell) => String(cell ?? ""));
  return (
    (text === undefined || contains(filename as string, text) || contains(prompt as string, text)) &&
    (lora === undefined || contains(loras as string, lora)) &&
    (item === undefined || readItem(row.fields) === item)
  );
}

interface Condition {
  readonly sql: string;
  readonly values: readonly Cell[];
}

/** What SQL can check of images `x`: all but their albums and texts. */
export function imageConditions({ label, isNsfw, isPublic }: ImageFilter): Condition[] {
  const conditions: Condition[] = [];
  const add = (sql: string, ...values: readonly Cell[]) => conditions.push({ sql, values });
  // On a server no text holds the character, and a question with it is refused.
  if (label?.includes("\0")) add("1 = 0");
  else if (label !== undefined)
    add("EXISTS (SELECT 1 FROM labels l WHERE l.image_id = x.id AND l.label_text = ?)", label);
  if (isNsfw !== undefined) add("COALESCE(x.is_nsfw, FALSE) = ?", isNsfw ? 1 : 0);
  if (isPublic !== undefined) add("COALESCE(x.is_public, FALSE) = ?", isPublic ? 1 : 0);
  return conditions;
}

/** Ids of the albums that the images must be in; undefined when any will do. */
export function albumsOf(
  entries: () => readonly AlbumEntry[],
  { album, albumId, type, template }: ImageFilter,
): readonly number[] | undefined {
  if (albumId !== undefined) return [albumId];
  if (album === undefined && type === undefined && template === undefined) return undefined;
  return entries()
    .filter((entry) => album === undefined || entry.name === album || entry.slug === album)
    .filter((entry) => fitsAlbum(entry, { ...(type && { type }), ...(template && { template }) }))
    .map(({ id }) => id);
}

/** Whether an album fits all conditions. */
export function fitsAlbum(entry: AlbumEntry, filter: AlbumFilter): boolean {
  const { type, template } = filter;
  return (
    fitsBoth(entry, filter) &&
    (type === undefined || entry.type === type) &&
    (template === undefined || entry.template === template)
  );
}

/** Whether a set template fits all conditions. */
export function fitsTemplate(entry: AlbumEntry, filter: TemplateFilter): boolean {
  const { lora } = filter;
  return fitsBoth(entry, filter) && (lora === undefined || entry.loras.some((path) => contains(path, lora)));
}

function fitsBoth(
  entry: AlbumEntry,
  { isPublic, text }: { readonly isPublic?: boolean; readonly text?: string },
): boolean {
  return (
    (isPublic === undefined || entry.isPublic === isPublic) &&
    (text === undefined || textsOf(entry).some((part) => contains(part, text)))
  );
}

/** Where a word of a filter is looked for. */
function textsOf({ name, description, slug, address }: AlbumEntry): readonly string[] {
  return [name, description, slug ?? "", address === null ? "" : nameOf(address)];
}

function contains(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}
