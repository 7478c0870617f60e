import type { Address } from "./address.js";
import type { Json } from "./json.js";
import type { Fields } from "./resource.js";

/** Members of a set that came and went. */
export interface SetChange {
  readonly added: readonly Json[];
  readonly removed: readonly Json[];
}

/** Where an image stood in an album, by a link of ours. */
export interface OldPlace {
  readonly album: Address;
  /** Ascending in the order of the album; says nothing beyond one run. */
  readonly position: number;
  /** The next image of the estate that the album showed by a link of ours; null: none. */
  readonly next: Address | null;
}

/**
 * What a run found of an object before it changed it, beside the values of its row. Names are those before the run, but
 * for those of albums that an image entered.
 */
export interface Previous {
  readonly state: "owned" | "released" | "tombstone" | "none";
  readonly manifest: string;
  readonly protect: boolean;
  readonly movedFrom: Address | null;
  /** Of a move: what is recorded afterwards as the address of the last move. */
  readonly movedFromAfter?: Address | null;
  /** Filename of an image, creation time of an album or template. */
  readonly guard: string;
  /** What was recorded of the fields that the change touches; of a delete everything. */
  readonly recorded: Fields;
  /** The fields among them of which nothing was recorded. */
  readonly unrecorded: readonly string[];
  readonly labels?: SetChange;
  readonly albums?: SetChange;
  /** Of an image that leaves albums: where it stood in all of them. */
  readonly places?: readonly OldPlace[];
  /** Of an album that goes, or whose order changes: its images by links of ours, in their order. */
  readonly order?: readonly Address[];
}

/** One change of a run. */
export interface RecordedChange {
  readonly address: Address;
  readonly action: string;
  readonly before: Json;
  readonly after: Json;
  /** Null for a new row, and for what changed no row. */
  readonly former: Previous | null;
}
