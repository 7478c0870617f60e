import { chooseKey } from "../collect/old-set.js";
import type { Notice } from "../collect/source/collected-image.js";
import { toSlug } from "../collect/source/names.js";
import { hashRegularFile } from "../files/hash.js";
import { attempt } from "../files/system-error.js";
import { probeImage } from "../images/probe.js";
import { ImageProblem } from "../images/problem.js";
import { renderManifest, type TextToWrite } from "../manifest/edit/render.js";
import { toFilename } from "../manifest/read/filename.js";
import { type Address, formatAddress, type Kind, nameOf } from "../model/address.js";
import { ALBUM_TYPES } from "../model/collect-rule.js";
import { isDecimal } from "../model/fields.js";
import { isJsonObject, type Json, type JsonObject } from "../model/json.js";
import type { ObservedRow } from "../model/observed.js";
import { itemsOf } from "../model/prompt.js";
import { LABEL_TYPES } from "../model/resource.js";
import { compareEntries } from "../model/text-order.js";
import type { LooseImages } from "./adopt-loose.js";

/** A row that no manifest declares. `filePath`: of an image, as the backend sees it. */
interface FreeRow {
  readonly kind: Kind;
  readonly row: ObservedRow;
  readonly filePath: string | null;
}

/** The rows to turn into manifests, with their context. */
export interface AdoptRequest {
  /** Templates and albums before images. */
  readonly rows: AsyncIterable<FreeRow>;
  readonly wanted: ReadonlySet<Address> | "all";
  /** Addresses of albums and templates that manifests declare. */
  readonly declared: ReadonlySet<Address>;
  /** The file of a path that the backend sees: absolute path here, and its name under the asset roots. */
  readonly locate: (filePath: string) => { readonly path: string; readonly file: string };
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
    readonly texts: readonly TextToWrite[];
  }[];
  readonly remarks: readonly Notice[];
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
  const slugs = new Set([...request.declared]);
  for await (const free of request.rows) {
    if (free.kind === "image") await addImage(free, albums, request, remarks);
    else if (free.row.unreadable.length > 0) remarks.push(describeUnreadable(free));
    else {
      const address = chooseAddress(free, slugs);
      if (request.wanted !== "all" && !request.wanted.has(address)) continue;
      slugs.add(address);
      if (free.kind === "album") albums.push(draftAlbum(nameOf(address), free.row, remarks));
      else templates.push(draftTemplate(address, free.row, request));
    }
  }
  const named = albums.filter((album) => isOnlyOne(album, albums, remarks));
  return {
    manifests: [
      ...templates,
      ...named.map((album) => finishAlbum(album, request, remarks)),
      ...(request.loose?.finish(request) ?? []),
    ],
    remarks,
  };
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
  { place, schemas }: AdoptRequest,
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
  const texts = renderManifest(place("set-template", slug), declared as JsonObject, schemas);
  return { address, images: 0, texts };
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
  albums: readonly AlbumDraft[],
  request: AdoptRequest,
  remarks: Notice[],
): Promise<void> {
  const shownIn = albums.filter(({ links }) => links.some(({ rowId }) => rowId === row.id));
  const [home, ...others] = shownIn;
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

async function describeImage(
  { id, guard, fields, labels }: ObservedRow,
  filePath: string,
  { locate }: AdoptRequest,
  remarks: Notice[],
): Promise<JsonObject | undefined> {
  const { path, file } = locate(filePath);
  const content = attempt(
    () => hashRegularFile(path, "follow"),
    () => null,
  );
  const size = content === null ? undefined : await probe(path);
  if (content === null || size === undefined) {
    remarks.push({
      code: "file-missing",
      message: `Image row ${id} (${guard}) has no file at ${filePath}. It was skipped.`,
      help: "Restore the file, or delete the row in the UI.",
    });
    return undefined;
  }
  const known = labels.filter(({ text, type }) => text !== "" && LABEL_TYPES.some((label) => label === type));
  const { loras, seed, created_at: created } = fields;
  const hasOddSeed = typeof seed === "string" && !isDecimal(seed);
  if (hasOddSeed) remarks.push(oddSeed(id, guard, seed));
  return {
    file,
    sha256: content.sha256,
    bytes: content.bytes,
    width: size.width,
    height: size.height,
    ...(typeof created === "string" && { created_at: `${created.replace(" ", "T")}Z` }),
    ...pick(fields, ["prompt", "negative_prompt", ...(hasOddSeed ? [] : ["seed"]), "steps"]),
    ...pick(fields, ["guidance_scale", "public"]),
    ...(Array.isArray(loras) ? { loras } : isJsonObject(loras) ? { lora: loras } : {}),
    ...(known.length > 0 && { labels: listLabels(known) }),
    // By this name the row is found again.
    ...(toFilename(file) !== guard && { source: { file: guard } }),
  };
}

function oddSeed(id: number, guard: string, seed: string): Notice {
  return {
    code: "column-unreadable",
    message: `Image row ${id} (${guard}) has a seed that is not a whole number: ${seed}. Its manifest declares no seed.`,
    help: "The value stays in the database. Declare the seed in the manifest to replace it.",
  };
}

async function probe(path: string): Promise<{ readonly width: number; readonly height: number } | undefined> {
  try {
    return await probeImage(path);
  } catch (error) {
    if (error instanceof ImageProblem) return undefined;
    throw error;
  }
}

function listLabels(labels: ObservedRow["labels"]): Json {
  const unique = new Map(labels.map(({ text, type }) => [`${type}\0${text}`, { text, type }]));
  return [...unique.entries()].sort(compareEntries).map(([, label]) => label);
}

function finishAlbum(
  { slug, declared, links, entries }: AlbumDraft,
  { place, schemas }: AdoptRequest,
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
  const texts = renderManifest(place("album", slug), { ...(isMixed ? untyped : declared), images }, schemas);
  return { address: formatAddress("album", slug), images: images.length, texts };
}

/** Adoption matches rows by name, so it can adopt neither of two albums with one name. */
function isOnlyOne(album: AlbumDraft, albums: readonly AlbumDraft[], remarks: Notice[]): boolean {
  const { name } = album.declared;
  if (albums.filter(({ declared }) => declared.name === name).length === 1) return true;
  remarks.push({
    code: "adopt-ambiguous",
    message: `Several albums are called ${JSON.stringify(name)}; none of them was adopted.`,
    help: "Give them different names in the UI, then run again.",
  });
  return false;
}

function looseImage({ id, guard }: ObservedRow): Notice {
  return {
    code: "image-in-no-album",
    message: `Image row ${id} (${guard}) is not in an adopted album. It was skipped.`,
    help: "Add it to an album in the UI, or pass --loose to put it into an album by its month.",
  };
}

/** Fields that have a value; what is NULL stays undeclared, so that nobody has to own it. */
function pick(fields: ObservedRow["fields"], names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = fields[name];
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
}

function gather(fields: ObservedRow["fields"], prefix: string): JsonObject {
  const members = Object.entries(fields)
    .filter(([field, value]) => field.startsWith(`${prefix}.`) && value !== null)
    .map(([field, value]) => [field.slice(prefix.length + 1), value] as const);
  return members.length === 0 ? {} : { [prefix]: Object.fromEntries(members) };
}
