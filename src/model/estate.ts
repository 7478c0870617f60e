import type { Address } from "./address.js";
import type { ReadManifest } from "./baseline.js";
import type { CollectSettings } from "./collect-rule.js";
import type { Sequence } from "./lists/sequence.js";
import type { ManifestDigest } from "./plan.js";
import type { Resource } from "./resource.js";
import type { DocumentPath, SourceRef } from "./source.js";

/**
 * The place of a field of a resource, or of a part of its value: `locate(image, "loras", [0, "weight"])`.
 * A list of items from a CSV leads to the line of that row. Undefined only when the file can't be read any more.
 */
export type Locate = (resource: Resource, field: string, detail?: DocumentPath) => SourceRef | undefined;

/** A resource that had another address before. */
export interface Rename {
  readonly address: Address;
  readonly renamedFrom: Address;
}

/** What the manifests of one estate declare, valid as a whole. */
export interface DesiredEstate {
  readonly name: string;
  /** Ascending by address, no address twice; without those of `unread` manifests. */
  readonly resources: Sequence<Resource>;
  /** Manifests that were not read, because the database holds all that they declare. */
  readonly unchangedManifests: ReadonlySet<string>;
  /** The others. */
  readonly read: readonly ReadManifest[];
  /** The resources that say which address they had before. */
  readonly renames: readonly Rename[];
  /** True when any manifest declares images, read or not. */
  readonly declaresImages: boolean;
  /** Ascending by file. */
  readonly manifests: readonly ManifestDigest[];
  readonly locate: Locate;
}

/** A folder of assets. Image files are named relative to the first root. */
export interface AssetRoot {
  readonly name: string;
  /** Absolute path here. */
  readonly dir: string;
  /** Absolute path of the same folder as the backend sees it; undefined when the configuration names none. */
  readonly servedFrom: string | undefined;
}

/** Settings of a project: parsed, complete, paths absolute. */
export interface Settings {
  /** Absolute folder of sync.config.yaml; every path that is printed is relative to it. */
  readonly projectDir: string;
  readonly configFile: string;
  readonly estate: string;
  /** `sqlite:<absolute path>` or `postgres://…`. */
  readonly database: string;
  /** Absolute folders outside the project that files may be read from and written to. */
  readonly allowOutside: readonly string[];
  /** The checkout is somebody else's: nothing outside the project is read or written, whatever the configuration says. */
  readonly untrusted: boolean;
  /** The one database that may be used, by its identity; null: any. */
  readonly databaseId: string | null;
  /** Absolute manifest folders. */
  readonly manifestDirs: readonly string[];
  readonly assetRoots: readonly [AssetRoot, ...AssetRoot[]];
  /** Absolute; thumbnails go to `<mediaDir>/thumbnails/<id>.webp`. */
  readonly mediaDir: string;
  readonly prune: boolean;
  readonly budget: { readonly rows: number; readonly share: number };
  readonly thumbnailEffort: number;
  readonly pixelsInFlight: number;
  /** How many of the newest runs keep their changes in history; null: all. */
  readonly keepRuns: number | null;
  readonly collect: CollectSettings;
  /** Bytes that stand for files which are not written yet, by their absolute paths without links; null: the file is gone. */
  readonly unsaved?: ReadonlyMap<string, Buffer | null>;
}

/** Name of the file in the media folder that keeps what `sync collect` read, so that it need not be read again. */
export const COLLECT_CACHE = "sync-collect.tmp";

/** Name of the folder in the media folder to which `sync gc` moves files. */
export const TRASH = "sync-trash";
