import { resolve } from "node:path";
import type { FileEdit } from "../../manifest/edit/edit-files.js";
import type { DocumentEdit } from "../../manifest/edit/edit-json.js";
import { listManifests } from "../../manifest/read/discover.js";
import { type AlbumFile, readManifest } from "../../manifest/read/read.js";
import type { Report } from "../../manifest/text/problem.js";
import { type Boundary, openProjectFiles, type ProjectFiles } from "../../manifest/text/project-files.js";
import type { AlbumType } from "../../model/collect-rule.js";
import type { JsonObject } from "../../model/json.js";
import { compareText } from "../../model/text-order.js";
import type { DeclaredEntry } from "./update-facts.js";

/** An album that a manifest declares already. */
export interface KnownAlbum {
  /** Absolute path of its manifest. */
  readonly manifest: string;
  readonly slug: string;
  readonly type: AlbumType | undefined;
  /** Null when it says that it has none, undefined when it says nothing. */
  readonly setTemplate: string | null | undefined;
  readonly renamedFrom: string | undefined;
  /** `provenance.source`; undefined when it says none. */
  readonly provenance: string | undefined;
  readonly defaults: JsonObject;
  /** Entries with a file, in album order. */
  readonly entries: readonly KnownEntry[];
  /** JSON Lines files, absolute, in order; empty when the images stand in the manifest. */
  readonly shards: readonly string[];
}

/** An image that a manifest declares. */
export interface KnownEntry extends DeclaredEntry {
  readonly file: string;
  readonly sha256: string;
  /** `source.file`: the path below the root that it was collected from. */
  readonly sourceFile: string | undefined;
  /** `source.root`: the root that it was collected from when that is not its album's. */
  readonly sourceRoot: string | undefined;
  /** The file that holds the entry, and the path of the entry in it; of a JSON Lines file the line, from 0. */
  readonly place: EntryPlace;
}

interface EntryPlace {
  readonly file: string;
  readonly format: "yaml" | "jsonl";
  readonly path: readonly (string | number)[];
}

/** The albums of the manifests, ascending by slug. Every manifest must be valid. */
export function readKnownAlbums(manifestDirs: readonly string[], boundary: Boundary): readonly KnownAlbum[] {
  const project = openProjectFiles(boundary);
  const refuse = ({ summary }: { readonly summary: string }): never => {
    throw new Error(summary);
  };
  return listManifests({ manifestDirs }, project.show, refuse)
    .flatMap((file) => readKnownAlbum(file, project, refuse) ?? [])
    .sort((a, b) => compareText(a.slug, b.slug));
}

/** The album of one manifest, absolute; undefined when that declares something else or is of a wrong shape. */
export function readKnownAlbum(
  manifest: string,
  project: ProjectFiles,
  report: Report,
): KnownAlbum | undefined {
  const read = readManifest(manifest, project, report);
  return read.kind === "album" ? toKnownAlbum(manifest, read) : undefined;
}

/** Where an edit of an entry is to be made: `edit` begins at the entry. */
export function placeEdit({ place }: KnownEntry, edit: DocumentEdit): FileEdit {
  if (place.format === "yaml") {
    return { file: place.file, line: undefined, edit: { ...edit, path: [...place.path, ...edit.path] } };
  }
  return { file: place.file, line: Number(place.path[0]), edit };
}

/** A value to set in the manifest of an album itself. */
export function inManifest(
  { manifest }: KnownAlbum,
  path: readonly string[],
  value: JsonObject[string],
): FileEdit {
  return { file: manifest, line: undefined, edit: { edit: "set", path, value } };
}

function toKnownAlbum(manifest: string, { declared, images, used }: AlbumFile): KnownAlbum {
  const defaults = (declared.defaults ?? {}) as JsonObject;
  return {
    manifest,
    slug: declared.slug,
    type: declared.type ?? undefined,
    setTemplate: declared.set_template,
    renamedFrom: declared.renamed_from,
    provenance: declared.provenance?.source ?? undefined,
    defaults,
    entries: images.flatMap(({ value, spot }) =>
      "file" in value && spot.format !== "csv"
        ? [
            {
              own: value as unknown as JsonObject,
              defaults,
              file: value.file,
              sha256: value.sha256,
              sourceFile: value.source?.file ?? declared.defaults?.source?.file,
              sourceRoot: typeof value.source?.root === "string" ? value.source.root : undefined,
              place: { file: spot.file, format: spot.format, path: spot.path },
            },
          ]
        : [],
    ),
    shards: used.map(({ name }) => resolve(manifest, "..", name)),
  };
}
