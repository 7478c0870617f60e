import type { ErrorObject } from "ajv";
import type { AlbumManifest, ImageFile, ImageReference } from "../../model/generated/album.js";
import type { SetTemplateManifest } from "../../model/generated/set-template.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import type { DocumentPath } from "../../model/source.js";
import { validateAlbum, validateSetTemplate } from "../generated/validators.js";
import { describeShape } from "../places/shape.js";
import type { NodeSpot, Report } from "../text/problem.js";
import type { ProjectFiles } from "../text/project-files.js";
import { didYouMean } from "../text/suggest.js";
import { type ImageEntry, spotIn } from "./entry.js";
import { type ManifestFile, readManifestFile, type UsedFile, yamlSpot } from "./manifest-file.js";
import { type EntryList, readShards } from "./shards.js";

/** A set template as written, of the right shape. */
export interface TemplateManifest extends ManifestFile {
  readonly kind: "set-template";
  readonly declared: SetTemplateManifest;
}

/** An album as written, of the right shape. */
export interface AlbumFile extends ManifestFile {
  readonly kind: "album";
  readonly declared: AlbumManifest;
  readonly images: readonly ImageEntry<ImageFile | ImageReference>[];
  readonly used: readonly UsedFile[];
  /** True when some entries could not be read. */
  readonly partial: boolean;
  /** Entries of a wrong shape, left out of `images`. */
  readonly dropped: readonly Json[];
}

/** A file whose shape is wrong: what it names still counts as there, so that one slip makes one problem. */
export interface BrokenManifest {
  readonly kind: "broken";
  readonly value: Json | undefined;
}

export type Manifest = TemplateManifest | AlbumFile | BrokenManifest;

/** Reads one manifest and checks its shape. */
export function readManifest(file: string, files: ProjectFiles, report: Report): Manifest {
  const read = readManifestFile(file, files, report);
  if (read === undefined) return { kind: "broken", value: undefined };
  if (!isJsonObject(read.value)) {
    report({
      code: "wrong-type",
      at: yamlSpot(file, []),
      summary: "The document is not an object",
      expected: "kind: …",
    });
    return { kind: "broken", value: undefined };
  }
  switch (read.value.kind) {
    case "set-template":
      return readTemplate(read, report);
    case "album":
      return readAlbum(read, read.value, files, report);
    default:
      reportKind(file, read.value, report);
      return { kind: "broken", value: read.value };
  }
}

function readTemplate(read: ManifestFile, report: Report): Manifest {
  const declared: unknown = read.value;
  if (validateSetTemplate(declared)) return { ...read, kind: "set-template", declared };
  reportShape(
    validateSetTemplate.errors,
    read.value,
    (path, part) => yamlSpot(read.file, path, part),
    report,
  );
  return { kind: "broken", value: read.value };
}

function readAlbum(read: ManifestFile, value: JsonObject, files: ProjectFiles, report: Report): Manifest {
  const names = shardNames(value.images);
  const list = names === undefined ? listEntries(read, value) : readShards(read, names, files, report);
  const images = list.entries.map((entry) => entry.value);
  const declared: unknown = names === undefined ? value : { ...value, images };
  if (validateAlbum(declared)) return toAlbum(read, declared, list, []);
  const spotOf = (path: DocumentPath, part: "key" | "value"): NodeSpot => {
    const entry = path.length > 1 && path[0] === "images" ? list.entries[Number(path[1])] : undefined;
    return entry ? spotIn(entry.spot, path.slice(2), part) : yamlSpot(read.file, path, part);
  };
  const bad = reportShape(validateAlbum.errors, declared as Json, spotOf, report);
  const inEntries = bad.every((path) => path.length > 1 && path[0] === "images");
  const badEntries = new Set(bad.map((path) => path[1]));
  const entries = list.entries.filter((_entry, index) => !badEntries.has(index));
  const rest: unknown = { ...value, images: entries.map((entry) => entry.value) };
  // With the bad entries left out the others can be checked for meaning in the same run.
  if (inEntries && validateAlbum(rest)) {
    const dropped = images.filter((_image, index) => badEntries.has(index));
    return toAlbum(read, rest, { ...list, entries }, dropped);
  }
  return { kind: "broken", value: list.partial ? undefined : (declared as Json) };
}

function toAlbum(
  read: ManifestFile,
  declared: AlbumManifest,
  { entries, used, partial }: EntryList,
  dropped: readonly Json[],
): AlbumFile {
  // The shape of the entries was checked as part of the album.
  const images = entries as readonly ImageEntry<unknown>[] as readonly ImageEntry<
    ImageFile | ImageReference
  >[];
  return { ...read, kind: "album", declared, images, used, partial, dropped };
}

function listEntries({ file, entries: sources, source }: ManifestFile, value: JsonObject): EntryList {
  const images = Array.isArray(value.images) ? (value.images as readonly Json[]) : [];
  const entries = images.map((image, index) => ({
    value: image,
    spot: yamlSpot(file, ["images", index]),
    source: sources[index] ?? source,
  }));
  return { entries, used: [], partial: false };
}

function shardNames(images: Json | undefined): readonly string[] | undefined {
  if (!isJsonObject(images) || !Array.isArray(images.jsonl)) return undefined;
  return images.jsonl.every((name) => typeof name === "string" && name !== "") ? images.jsonl : undefined;
}

function reportShape(
  errors: readonly ErrorObject[] | null,
  value: Json,
  spotOf: (path: DocumentPath, part: "key" | "value") => NodeSpot,
  report: Report,
): readonly DocumentPath[] {
  return describeShape(errors ?? [], value).map(({ path, part, ...problem }) => {
    report({ ...problem, at: spotOf(path, part) });
    return path;
  });
}

function reportKind(file: string, value: JsonObject, report: Report): void {
  const kinds = ["set-template", "album"];
  const expected = "set-template or album";
  if (!Object.hasOwn(value, "kind")) {
    report({ code: "missing-key", at: yamlSpot(file, []), summary: 'The key "kind" is missing', expected });
    return;
  }
  const kind = value.kind;
  const near = typeof kind === "string" ? didYouMean(kind, kinds) : "";
  report({
    code: "unknown-kind",
    at: yamlSpot(file, ["kind"]),
    summary: `Unknown kind ${JSON.stringify(kind)}${near}`,
    expected,
  });
}
