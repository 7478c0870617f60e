import { chooseKey } from "../collect/old-set.js";
import type { Notice } from "../collect/source/collected-image.js";
import { toSlug } from "../collect/source/names.js";
import { renderManifest, type TextToWrite } from "../manifest/edit/render.js";
import { type Address, formatAddress, type Kind, nameOf } from "../model/address.js";
import { ALBUM_TYPES } from "../model/collect-rule.js";
import type { Json, JsonObject } from "../model/json.js";
import type { ObservedRow } from "../model/observed.js";
import { itemsOf } from "../model/prompt.js";
import type { LooseImages } from "./adopt-loose.js";
import { describeImage, type ImageContext, pick } from "./describe-image.js";

/** A row that no manifest declares. `filePath`: of an image, as the backend sees it. */
interface FreeRow {
  readonly kind: Kind;
  readonly row: ObservedRow;
  readonly filePath: string | null;
}

/** The rows to turn into manifests, with their context. */
export interface AdoptRequest extends ImageContext {
  /** Templates and albums before images. */
  readonly rows: AsyncIterable<FreeRow>;
  /** Albums and templates by address, or by row id. */
  readonly wanted: ReadonlySet<Address | number> | "all";
  /** Addresses of albums and templates that manifests declare. */
  readonly declared: ReadonlySet<Address>;
  /** Absolute path of the manifest of a new address. */
  readonly place: (kind: Kind, slug: string) => string;
  readonly schemas: string | undefined;
  /** Takes images of no adopted album; without it they are left out. */
  readonly loose?: LooseImages;
}

/** Manifests for rows: nothing is written yet. */
export interface AdoptDraft {
  readonly manifests: readonly {
    readonly address: Address;
    readonly images: number;
    /** Absolute path. */
    readonly file: string;
    readonly texts: readonly TextToWrite[];
  }[];
  readonly remarks: readonly Notice[];
  /** By address and by row id: the names of rows that were wanted, also of those that a remark says were skipped. */
  readonly found: ReadonlyMap<Address | number, string>;
}

interface AlbumDraft {
  readonly slug: string;
  readonly declared: JsonObject;
  readonly links: ObservedRow["links"];
  /** Entries by the row id of the image. */
  readonly entries: Map<number, JsonObject>;
}

/** Describes rows that exist only in the database as manifests that take them over without changing a field. */
export async function draftManifests(request: AdoptRequest): Promise<AdoptDraft> {
  const remarks: Notice[] = [];
  const templates: AdoptDraft["manifests"][number][] = [];
  const albums: AlbumDraft[] = [];
  const shownIn = new Map<number, readonly AlbumDraft[]>();
  const slugs = new Set([...request.declared]);
  const found = new Map<Address | number, string>();
  for await (const free of request.rows) {
    if (free.kind === "image") await addImage(free, shownIn.get(free.row.id) ?? [], request, remarks);
    else {
      const address = chooseAddress(free, slugs);
      if (!isWanted(request, address, free.row)) continue;
      for (const key of [address, free.row.id]) found.set(key, String(free.row.fields.name));
      if (free.row.unreadable.length > 0) {
        remarks.push(describeUnreadable(free));
        continue;
      }
      slugs.add(address);
      if (free.kind === "album") {
        const album = draftAlbum(nameOf(address), free.row, remarks);
        albums.push(album);
        for (const id of new Set(album.links.map(({ rowId }) => rowId)))
          shownIn.set(id, [...(shownIn.get(id) ?? []), album]);
      } else templates.push(draftTemplate(address, free.row, request));
    }
  }
  const named = leaveOutNamesakes(albums, remarks);
  return {
    manifests: [
      ...templates,
      ...named.map((album) => finishAlbum(album, request, remarks)),
      ...(request.loose?.finish(request) ?? []),
    ],
    remarks,
    found,
  };
}

function isWanted({ wanted }: AdoptRequest, address: Address, { id }: ObservedRow): boolean {
  return wanted === "all" || wanted.has(address) || wanted.has(id);
}

/** A row that would be blocked as soon as it is declared. */
function describeUnreadable({ row }: FreeRow): Notice {
  return {
    code: "column-unreadable",
    message: `Row ${row.id} (${String(row.fields.name)}) has malformed JSON in ${row.unreadable.join(", ")}. It was skipped.`,
    help: "Correct the value in the database or set it to NULL, then adopt again.",
  };
}

/** Its slug as the database has it, else one made of its name. */
function chooseAddress({ kind, row }: FreeRow, taken: ReadonlySet<Address>): Address {
  const known = row.fields.slug;
  if (typeof known === "string" && /^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*$/.test(known)) {
    const address = formatAddress(kind, kind === "set-template" ? known.replaceAll("/", "-") : known);
    if (!taken.has(address)) return address;
  }
  const base = toSlug(String(row.fields.name ?? "")) || `${kind}-${row.id}`;
  let address = formatAddress(kind, base);
  for (let count = 2; taken.has(address); count++) address = formatAddress(kind, `${base}-${count}`);
  return address;
}

function draftTemplate(
  address: Address,
  { fields }: ObservedRow,
  request: AdoptRequest,
): AdoptDraft["manifests"][number] {
  const slug = nameOf(address);
  const items = itemsOf(fields.items);
  const columns = Object.keys(items[0] ?? {});
  const declared = {
    kind: "set-template",
    slug,
    ...pick(fields, ["name", "description", "public", "training_source", "base_prompt", "prompt_template"]),
    ...pick(fields, ["style_suffix", "example_theme", "loras"]),
    ...(items.length > 0 && {
      items: { rows: items, key: chooseKey(columns, items, fields.prompt_template) },
    }),
    ...gather(fields, "generation"),
  };
  return { address, images: 0, ...describeFile("set-template", slug, declared as JsonObject, request) };
}

function draftAlbum(slug: string, { fields, links }: ObservedRow, remarks: Notice[]): AlbumDraft {
  const type = ALBUM_TYPES.find((known) => known === fields.type);
  if (type === undefined && fields.type !== null && fields.type !== undefined) {
    remarks.push({
      code: "album-type-unknown",
      message: `Album ${slug} has the type ${JSON.stringify(fields.type)}, which no manifest can declare. The database keeps it.`,
      help: "To change the type, declare one in the manifest.",
    });
  }
  const declared = {
    kind: "album",
    slug,
    ...pick(fields, ["name", "description"]),
    ...(type !== undefined && { type }),
    ...pick(fields, ["public", "training_source"]),
  };
  return { slug, declared, links, entries: new Map() };
}

async function addImage(
  { row, filePath }: FreeRow,
  [home, ...others]: readonly AlbumDraft[],
  request: AdoptRequest,
  remarks: Notice[],
): Promise<void> {
  if (home === undefined && request.loose === undefined) {
    if (request.wanted === "all") remarks.push(looseImage(row));
    return;
  }
  const entry = await describeImage(row, filePath ?? "", request, remarks);
  if (entry === undefined) return;
  if (home === undefined) {
    request.loose?.add(entry);
    return;
  }
  home.entries.set(row.id, entry);
  for (const album of others) album.entries.set(row.id, { ref: entry.file as Json });
}

function finishAlbum(
  { slug, declared, links, entries }: AlbumDraft,
  request: AdoptRequest,
  remarks: Notice[],
): AdoptDraft["manifests"][number] {
  const images = links.flatMap(({ rowId, address }): readonly JsonObject[] => {
    const entry = entries.get(rowId);
    if (entry !== undefined) return [entry];
    return address === undefined ? [] : [{ ref: nameOf(address) }];
  });
  if (images.length < links.length) {
    remarks.push({
      code: "images-left-out",
      message: `Album ${slug} shows ${links.length} images in the database; ${images.length} of them are in its manifest.`,
      help: "The other images stay in the database unchanged.",
    });
  }
  const { type, ...untyped } = declared;
  // A collection may hold refs only: with files of its own its type stays with the database.
  const isMixed = type === "collection" && images.some((image) => Object.hasOwn(image, "file"));
  const album = { ...(isMixed ? untyped : declared), images };
  const address = formatAddress("album", slug);
  return { address, images: images.length, ...describeFile("album", slug, album, request) };
}

function describeFile(
  kind: Kind,
  slug: string,
  declared: JsonObject,
  { place, schemas, bare }: AdoptRequest,
): Pick<AdoptDraft["manifests"][number], "file" | "texts"> {
  const file = place(kind, slug);
  return { file, texts: bare ? [] : renderManifest(file, declared, schemas) };
}

/** Adoption matches rows by name, so it can adopt neither of two albums with one name. */
function leaveOutNamesakes(albums: readonly AlbumDraft[], remarks: Notice[]): readonly AlbumDraft[] {
  const counts = new Map<Json | undefined, number>();
  for (const { declared } of albums) counts.set(declared.name, (counts.get(declared.name) ?? 0) + 1);
  return albums.filter(({ declared: { name } }) => {
    if (counts.get(name) === 1) return true;
    remarks.push({
      code: "adopt-ambiguous",
      message: `Several albums are called ${JSON.stringify(name)}; none of them was adopted.`,
      help: "Give them different names in the UI, then run again.",
    });
    return false;
  });
}

function looseImage({ id, guard }: ObservedRow): Notice {
  return {
    code: "image-in-no-album",
    message: `Image row ${id} (${guard}) is not in an adopted album. It was skipped.`,
    help: "Add it to an album in the UI, or pass --loose to put it into an album by its month.",
  };
}

function gather(fields: ObservedRow["fields"], prefix: string): JsonObject {
  const members = Object.entries(fields)
    .filter(([field, value]) => field.startsWith(`${prefix}.`) && value !== null)
    .map(([field, value]) => [field.slice(prefix.length + 1), value] as const);
  return members.length === 0 ? {} : { [prefix]: Object.fromEntries(members) };
}
