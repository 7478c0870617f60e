import { dirname, join } from "node:path";
import { readTextFile } from "../../files/regular-file.js";
import { editYaml } from "../../manifest/edit/edit.js";
import { editLines, type FileEdit } from "../../manifest/edit/edit-files.js";
import type { DocumentEdit } from "../../manifest/edit/edit-json.js";
import { renderManifest, type TextToWrite } from "../../manifest/edit/render.js";
import { renderLine } from "../../manifest/edit/render-entry.js";
import { equalJson, type JsonObject } from "../../model/json.js";
import { compareText } from "../../model/text-order.js";
import { parseTime } from "../../model/time.js";
import type { FoundAlbum, Notice } from "../source/collected-image.js";
import type { KnownAlbum } from "./known-albums.js";

/** Where a new album's manifest goes, and what it says beside its images. */
interface NewAlbum {
  /** Absolute path. */
  readonly manifest: string;
  readonly found: FoundAlbum;
  readonly adopts: string | undefined;
  /** Absolute folder of the JSON Schemas. */
  readonly schemas: string | undefined;
}

/** The files of an album that has no manifest. Entries are put in order of time, then file. */
export function composeAlbum(
  { manifest, found, adopts, schemas }: NewAlbum,
  entries: readonly JsonObject[],
): readonly TextToWrite[] {
  const { slug, name, type, provenanceSource, license, folder: _folder, ...flags } = found;
  const declared = {
    kind: "album",
    slug,
    ...(adopts !== undefined && { adopts }),
    name,
    type,
    ...flags,
    provenance: { source: provenanceSource, ...(license !== undefined && { license }) },
    images: sortEntries(entries),
  };
  return renderManifest(manifest, declared as unknown as JsonObject, schemas);
}

/**
 * The files of an album with edits made in place and new entries at its end. Files that stay as they are are left out.
 * Throws an EditRefused when that would touch anything else.
 */
export function composeEdits(
  album: KnownAlbum,
  edits: readonly FileEdit[],
  entries: readonly JsonObject[],
): readonly TextToWrite[] {
  const added = sortEntries(entries).map((entry) => applyDefaults(entry, album.defaults));
  const lastShard = album.shards.at(-1);
  const inManifest = edits.filter(({ line }) => line === undefined).map(({ edit }) => edit);
  const append: readonly DocumentEdit[] =
    added.length > 0 && lastShard === undefined ? [{ edit: "append", path: ["images"], values: added }] : [];
  const toManifest = [...inManifest, ...append];
  const texts = toManifest.length === 0 ? [] : editFile(album.manifest, (text) => editYaml(text, toManifest));
  const ofShards = album.shards.flatMap((shard) => {
    const own = edits.filter(({ file }) => file === shard);
    const lines = shard === lastShard ? added : [];
    if (own.length + lines.length === 0) return [];
    return editFile(shard, (text) => addLines(editLines(text, own), lines));
  });
  return [...texts, ...ofShards];
}

/** Why the files of an album stay as they are; `message` names the manifest. */
export function describeRefusal(message: string): Notice & { readonly severity: "error" } {
  return {
    severity: "error",
    code: "manifest-not-editable",
    message,
    help: "Run sync explain manifest-not-editable for the cases.",
  };
}

/** Where the manifest of a new album goes: under `legacy/` of the first manifest folder. */
export function placeManifest(manifestDir: string, slug: string, isTaken: (file: string) => boolean): string {
  const base = join(manifestDir, "legacy", ...slug.split("/"));
  for (let count = 1; ; count++) {
    const file = `${base}${count === 1 ? "" : `-${count}`}.yaml`;
    if (!isTaken(file)) return file;
  }
}

/** Where a manifest goes when its album gets another slug: a file that is called by its slug follows it. */
export function renameManifest(manifest: string, from: string, to: string, hasShards: boolean): string {
  const [oldName, newName] = [from.split("/").at(-1), to.split("/").at(-1)];
  if (hasShards || !manifest.endsWith(`/${oldName}.yaml`)) return manifest;
  return join(dirname(manifest), `${newName}.yaml`);
}

function editFile(file: string, edit: (text: string) => string): readonly TextToWrite[] {
  const before = readTextFile(file);
  const text = edit(before);
  return text === before ? [] : [{ file, text }];
}

function addLines(body: string, added: readonly JsonObject[]): string {
  const gap = body === "" || body.endsWith("\n") ? "" : "\n";
  return added.length === 0 ? body : body + gap + added.map((entry) => `${renderLine(entry)}\n`).join("");
}

/** What an album says for all need not be said again, and what it says otherwise must be undone. */
function applyDefaults(entry: JsonObject, defaults: JsonObject): JsonObject {
  const own = Object.entries(entry).filter(([key, value]) => !equalJson(value, defaults[key]));
  const denied = Object.keys(defaults).filter(
    (key) => !Object.hasOwn(entry, key) && !isSaidAnotherWay(entry, key),
  );
  const nulls = denied.filter((key) => NULLABLE.includes(key)).map((key) => [key, null] as const);
  return Object.fromEntries([...own, ...nulls]);
}

/** Facts of the source that may be empty; who sees an image is no fact, so there the default holds. */
const NULLABLE = [
  "prompt",
  "negative_prompt",
  "seed",
  "steps",
  "guidance_scale",
  "loras",
  "lora",
  "metadata",
];

function isSaidAnotherWay(entry: JsonObject, key: string): boolean {
  return (
    (key === "lora" && Object.hasOwn(entry, "loras")) || (key === "loras" && Object.hasOwn(entry, "lora"))
  );
}

/** Entries by the time at which they were made, then by file; those without a time come last. */
export function sortEntries(entries: readonly JsonObject[]): readonly JsonObject[] {
  const keyOf = (entry: JsonObject): string =>
    `${parseTime(String(entry.created_at ?? "")) ?? "~"}\0${String(entry.file)}`;
  return entries
    .map((entry) => ({ entry, key: keyOf(entry) }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ entry }) => entry);
}
