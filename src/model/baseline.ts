import type { Address } from "./address.js";

/**
 * What one manifest says that others may contradict, or that holds only as long as others say something. Keys:
 * `template`, the address of the set template that an album names · `image`, the address of an image of another album
 * that it shows · `items`, the digest of the names of the items that a set template offers · `former`, the address
 * that an object had before · `adopts`, `<kind>:<name>` of a row that it takes over · `filename`, a name in the database
 * that does not tell the path of its file · `path`, how file systems that fold letter case read a path of another spelling.
 */
export type ReferenceRole = "template" | "image" | "items" | "former" | "adopts" | "filename" | "path";

/** One such saying. `by`: the object that says it; for files, the image. */
export interface Reference {
  readonly role: ReferenceRole;
  readonly key: string;
  readonly by: Address;
}

/** A manifest whose resources all stood in the database as declared when it was applied last. */
export interface AppliedManifest {
  /** Relative to the project folder. */
  readonly file: string;
  /** SHA-256 of its own bytes, hex. */
  readonly sha256: string;
  /** The files that it takes resources from, by the names under which it does. */
  readonly used: readonly { readonly name: string; readonly sha256: string }[];
  /** Over both; what a plan lists. */
  readonly digest: string;
  /** Digest of what else shapes resources: program and configuration. */
  readonly shape: string;
  /** Characters of the longest image path that it declares; 0 when it declares none. */
  readonly longest: number;
}

/** A manifest that was read, with what can be remembered of it once it is applied. */
export interface ReadManifest extends AppliedManifest {
  /** How many objects it declares. */
  readonly objects: number;
  readonly references: readonly Reference[];
  /** False when a warning was about it: that has to be said again each time. */
  readonly silent: boolean;
}

/** The point up to which a plan knew what others did. */
export interface Watermark {
  /** The last mark of a row that was changed by others. */
  readonly mark: number;
  /** The last run. */
  readonly run: number;
}

/**
 * What the database knows of manifests that it holds already, so that they need not be read again. Answers are about
 * one estate at one moment.
 */
export interface Baseline {
  /** By file. */
  readonly applied: ReadonlyMap<string, AppliedManifest>;
  /** Every manifest that an object was recorded from. */
  readonly holders: ReadonlySet<string>;
  /** Manifests of objects whose rows others changed since. */
  readonly touched: ReadonlySet<string>;
  readonly watermark: Watermark;
  /** The manifest that each owned object was recorded from; addresses without one are left out. */
  findHolders(addresses: readonly Address[]): ReadonlyMap<Address, string>;
  /** Addresses of the owned objects that were recorded from a manifest. */
  listRecorded(file: string): readonly Address[];
  findReferences(
    role: ReferenceRole,
    keys: readonly string[],
  ): readonly (Reference & { readonly file: string })[];
  listReferences(file: string): readonly Reference[];
  /** Manifests of the images that the live albums of a manifest show. */
  listShown(file: string): readonly string[];
  /** Manifests of owned images that were declared with one of these SHA-256. */
  findBytes(digests: readonly string[]): readonly string[];
}

/** What a run leaves behind for later plans. */
export interface BaselineUpdate {
  /** Manifests that the database holds as declared once the run is done. */
  readonly manifests: readonly ReadManifest[];
  /** Manifests whose old memory no longer holds: those of `manifests`, and others. */
  readonly forgotten: readonly string[];
  readonly watermark: Watermark;
}
