import type { Address, Kind } from "./address.js";
import type { Baseline, Watermark } from "./baseline.js";
import type { Fields, Label } from "./resource.js";

/** A label row. `ours`: marked with our name, so that we may delete it. */
export type ObservedLabel = Label & { readonly ours: boolean };

/** A row of `album_images`, seen from one of its ends. */
export interface ObservedLink {
  /** The other end: album or image; undefined when this estate does not own that row. */
  readonly address: Address | undefined;
  /** Row id of the other end. */
  readonly rowId: number;
  readonly ours: boolean;
}

/** A live row of the backend's tables. */
export interface ObservedRow {
  readonly id: number;
  /** Tells this row from a later one with the same id: `filename` of an image, `created_at` of an album or template. */
  readonly guard: string;
  /**
   * Every field with a column, `null` where the column is NULL or the object in it has no such key. All keys that the
   * object in a column has are listed (`generation.*`), declared or not. Seeds as decimal text, times in canonical form.
   */
  readonly fields: Fields;
  /** Columns whose text is not the JSON that belongs there. Their fields are absent. */
  readonly unreadable: readonly string[];
  /** Of an image: its labels, in row order. */
  readonly labels: readonly ObservedLabel[];
  /** Of an image: the albums that show it. Of an album: its images, in the order in which the backend shows them. */
  readonly links: readonly ObservedLink[];
}

/** What the registry knows of the thumbnail of one image row. */
export interface ObservedThumbnail {
  readonly sha256: string;
  readonly recipe: string;
  readonly state: "made" | "failed";
  readonly error: string | null;
}

/** An image with its thumbnail, as the registry knows both. */
export interface RecordedThumbnail {
  readonly address: Address;
  readonly sha256: string;
  readonly thumbnail: ObservedThumbnail | null;
}

/** A thumbnail that we made for a row that is gone. */
export interface OutdatedThumbnail {
  readonly rowId: number;
  /** The image that it shows. */
  readonly address: Address;
  /** Filename of the image that has the row's id now; null when none has. */
  readonly takenBy: string | null;
}

/** One object of the estate as the registry recorded it, together with its live row. */
export interface ObservedObject {
  readonly kind: Kind;
  readonly address: Address;
  readonly state: "owned" | "released" | "tombstone";
  readonly protect: boolean;
  /** The manifest that declared it last. */
  readonly manifest: string;
  /** What we declared last, by field. */
  readonly recorded: Fields;
  /** The run that wrote this record, and when it began (canonical time). */
  readonly run: number;
  readonly recordedAt: string;
  /** The address that it was moved from by `renamed_from`, which is thereby spent. */
  readonly movedFrom: Address | null;
  readonly rowId: number;
  readonly guard: string;
  /** Null when no row has this id, or the one that has it is another (its guard differs). */
  readonly row: ObservedRow | null;
  readonly thumbnail: ObservedThumbnail | null;
}

/** The parts of an {@link ObservedObject} that say whether a change of it may be carried out; `row`: the live values. */
export interface CurrentObject
  extends Pick<
    ObservedObject,
    "kind" | "address" | "state" | "protect" | "manifest" | "rowId" | "guard" | "recorded"
  > {
  readonly row: Fields | null;
}

/** A question for a row that could be taken over. */
export interface CandidateQuery {
  readonly address: Address;
  readonly kind: Kind;
  /** Of an image: the filenames that it may have in the database, best first. */
  readonly filenames?: readonly string[];
  /** Of an album or template. */
  readonly slug?: string;
  readonly adopts?: string;
  readonly name?: string;
}

/** A row that answers a {@link CandidateQuery}. */
export interface Candidate {
  readonly address: Address;
  readonly matchedBy: "filename" | "slug" | "adopts" | "name" | "bytes" | "source file";
  readonly row: ObservedRow;
  /** The estate whose object this row is; null when nobody owns it. */
  readonly owner: { readonly estate: string; readonly address: Address } | null;
  /** Of an image: SHA-256 of the bytes at its file_path; null when they can't be read. */
  readonly sha256: string | null;
}

/** An image row that an album shows and that this program did not put there. Its filename is the row's guard. */
export interface AlbumMember {
  readonly row: ObservedRow;
  /** The image of this estate that the row is, and the albums that are recorded of it; left out: no estate has recorded it. */
  readonly owner?: { readonly address: Address; readonly albums: readonly Address[] };
  /** Where its file is, as the backend sees it. */
  readonly filePath: string;
  /** SHA-256 of the bytes there, of an owned row as recorded; null when they can't be read. */
  readonly sha256: string | null;
}

/** What carries a delete: rows of others that name the row to be deleted. */
export interface ForeignUse {
  readonly address: Address;
  /** E.g. `label "portrait" by ana`, `training_runs 4 (cards-v2)`. */
  readonly uses: readonly string[];
}

/** A database seen in one read transaction. Reading writes nothing. */
export interface Observation {
  /** Identity and schema of the database. */
  readonly database: DatabaseState;
  /** What earlier runs left behind; null when there is nothing, or nothing that can be relied on. */
  readonly baseline: Baseline | null;
  readonly watermark: Watermark;
  /**
   * Every object of the estate with its live row, ascending by address; without the owned ones of `unread` manifests.
   */
  objects(unread: ReadonlySet<string>): AsyncIterable<ObservedObject>;
  /** Owned images of `unread` manifests that may lack a thumbnail of this recipe, ascending by address. */
  findThumbnails(unread: ReadonlySet<string>, recipe: string): readonly RecordedThumbnail[];
  /** Thumbnails of ours whose row is gone, ascending by row id. */
  findOutdated(): readonly OutdatedThumbnail[];
  /** Owned objects with a row, by kind. */
  countOwned(): { readonly [K in Kind]: number };
  /** Rows that answer the queries: per query at most those of its best kind of match. */
  findCandidates(queries: Iterable<CandidateQuery>): Promise<readonly Candidate[]>;
  /**
   * Image rows that the albums of these row ids show, ascending by id, without those of the ids in `except`: those that no
   * estate has recorded, whose bytes are read, and those of this estate that others put there.
   */
  findMembers(albums: readonly number[], except: ReadonlySet<number>): Promise<readonly AlbumMember[]>;
  /** Rows of others that name these objects; objects without any are left out. */
  findForeignUses(addresses: readonly Address[]): Promise<readonly ForeignUse[]>;
}

export interface DatabaseState {
  /** Identity; `none` for a database that does not exist or was not migrated. */
  readonly id: string;
  /** Version of the schema that is there; 0 when our tables are not. */
  readonly schemaVersion: number;
  /** Which shape the backend's tables have: `empty` when there are none, `unknown` for a mix. */
  readonly generation: "empty" | "A" | "B" | "C" | "D" | "E" | "unknown";
  /** Which tables and columns hold what, once it is migrated: A to D become D. */
  readonly profile: "D" | "E";
  /** Names of migrations that have not run, in order. */
  readonly pending: readonly string[];
  /** The asset folder as the backend sees it, stored by the first apply. */
  readonly servedFrom: string | null;
}

/** The schema version that brought what earlier runs leave behind for plans. */
const BASELINE_SINCE = 6;

/** True for a database that can remember which manifests it holds. */
export function hasBaseline({ schemaVersion }: DatabaseState): boolean {
  return schemaVersion >= BASELINE_SINCE;
}
