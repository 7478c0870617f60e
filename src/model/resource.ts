import type { Address, Kind } from "./address.js";
import type { Json } from "./json.js";
import type { Sequence } from "./lists/sequence.js";
import type { DocumentPath, SourceRef } from "./source.js";

/**
 * Declared or observed values by field name. Names are those of {@link FIELDS}; keys of an owned object are written
 * with a dot (`generation.steps`). A field that is absent is not declared; `null` is a declared "empty".
 */
export type Fields = { readonly [field: string]: Json };

/** One label. Labels of an image are a set: sorted by type, then text, no pair twice. */
export type Label = { readonly text: string; readonly type: string };
export const LABEL_TYPES = ["caption", "tag", "manual", "user", "ai_generated"] as const;
/** Where a resource was written down: its entry, and the path of that entry in its document. */
interface Origin {
  readonly source: SourceRef;
  readonly path: DocumentPath;
  /** Fields whose value comes from the album's `defaults`. */
  readonly inherited?: readonly string[];
}

interface ResourceBase<K extends Kind> {
  readonly kind: K;
  readonly address: Address;
  /** Everything that the manifest declares, see {@link FIELDS}. */
  readonly fields: Fields;
  readonly origin: Origin;
  readonly protect: boolean;
  /** The address that this resource had before (`renamed_from`). */
  readonly renamedFrom?: Address | undefined;
  /** Exact name of an existing row to take over (`adopts`). */
  readonly adopts?: string;
}

export type SetTemplate = ResourceBase<"set-template">;

export interface Album extends ResourceBase<"album"> {
  /** The images of the album, own files and refs, in album order. */
  readonly images: Sequence<Address>;
}

export interface Image extends ResourceBase<"image"> {
  /** The albums that show this image, ascending. */
  readonly albums: readonly Address[];
  /** The album whose manifest holds the file. */
  readonly home: Address;
  /** Filenames under which an older import may have registered this image; the first is the one that a new row gets. */
  readonly filenames: readonly string[];
}

/** What a manifest declares, one object each. */
export type Resource = SetTemplate | Album | Image;

export function isImage(resource: Resource): resource is Image {
  return resource.kind === "image";
}
