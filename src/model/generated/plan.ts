// Made from schemas/plan.schema.json by npm run generate. Edit the schema, not this file.

/**
 * Kind and slug or file, e.g. album:decks/first.
 */
export type Address = string;
export type Kind = "set-template" | "album" | "image";
export type Sha256 = string;

/**
 * A plan as sync plan --out writes it: one JSON object, or, above 10000 changes, JSON Lines: this object without `changes`, `thumbnails` and `digest`, one change a line, one thumbnail a line, and {"digest": …} over the lines before.
 */
export interface SavedPlan {
  /**
   * Version of this format.
   */
  formatVersion: string;
  /**
   * SHA-256 of the canonical JSON of everything else in this file.
   */
  digest: string;
  /**
   * Names what the plan does to which estate; equal for equal changes wherever it was made.
   */
  planId: string;
  /**
   * What was asked of the plan and consented to, beyond the configuration.
   */
  asked: {
    allowDeletes: number;
    deleteForeign: boolean;
    prune: boolean;
    restore: "all" | Address[];
    retryThumbnails: boolean;
    targets: string[];
    kinds: Kind[];
  };
  estate: string;
  /**
   * The manifests that were read, with the digest of all that shapes their resources.
   */
  manifests: {
    file: string;
    sha256: Sha256;
  }[];
  base: {
    /**
     * Identity of the database that was read; none when it was absent or not migrated.
     */
    database: string;
    schemaVersion: number;
  };
  pendingMigrations: string[];
  /**
   * What apply carries out; nothing else in this file influences the rows.
   */
  changes: (Create | Update | Move | Adopt | Release | Delete)[];
  blocked: Blocked[];
  /**
   * Limits that the plan as a whole exceeds.
   */
  guards: {
    code: string;
    reason: string;
    help: string;
  }[];
  thumbnails: {
    address: Address;
    action: "make" | "remake" | "remove";
    sha256: string | null;
    reason: string;
  }[];
  /**
   * Records that are brought up to date without any change of a row.
   */
  records: {
    address: Address;
    patch: RecordPatch;
    manifest: string;
    protect: boolean;
  }[];
  prunable: Address[];
  notes: {
    address: Address;
    text: string;
  }[];
  summary: {
    actions: ActionCounts;
    kinds: {
      "set-template": ActionCounts;
      album: ActionCounts;
      image: ActionCounts;
    };
    blocked: number;
    thumbnails: {
      make: number;
      remake: number;
      remove: number;
    };
  };
  /**
   * The run that this plan takes back: its changes come from history, not from manifests.
   */
  reverses?: {
    run: number;
    gitCommit: string | null;
  };
}
export interface Create {
  action: "create";
  kind: Kind;
  address: Address;
  reason: string;
  source?: Source;
  after: Fields;
  diffs: FieldDiff[];
  record: RecordPatch;
  manifest: string;
  protect: boolean;
  placements: Placement[];
  prompts?: Prompts;
  order?: Address[];
  initial: Fields;
  filename?: string;
  restored: boolean;
  /**
   * Kind and slug or file, e.g. album:decks/first.
   */
  movedFrom?: string;
}
/**
 * A place in a file, counted from 1.
 */
export interface Source {
  file: string;
  line: number;
  column: number;
}
/**
 * Values by field name.
 */
export interface Fields {
  [k: string]: unknown;
}
export interface FieldDiff {
  field: string;
  before?: unknown;
  after?: unknown;
  cause: "manifest" | "drift" | "undeclared" | "adopt" | "reverse";
  source?: Source;
  path?: string;
  added?: unknown[];
  removed?: unknown[];
  cells?: Cell[];
  moved?: number;
  sinceRun?: number;
}
export interface Cell {
  item: string;
  column: string;
  before?: string;
  after?: string;
  source?: Source;
}
/**
 * What becomes the record of what is declared, beside `after`.
 */
export interface RecordPatch {
  set: Fields;
  unset: string[];
}
/**
 * Where a new link stands in its album.
 */
export interface Placement {
  album: Address;
  index: number;
  before: string | null;
}
/**
 * Prompts of a template that change.
 */
export interface Prompts {
  total: number;
  shown: {
    item: string;
    before?: string;
    after?: string;
  }[];
}
export interface Update {
  action: "update";
  kind: Kind;
  address: Address;
  reason: string;
  source?: Source;
  after: Fields;
  diffs: FieldDiff[];
  record: RecordPatch;
  manifest: string;
  protect: boolean;
  placements: Placement[];
  prompts?: Prompts;
  order?: Address[];
  before: Fields;
}
export interface Move {
  action: "move";
  kind: Kind;
  address: Address;
  reason: string;
  source?: Source;
  after: Fields;
  diffs: FieldDiff[];
  record: RecordPatch;
  manifest: string;
  protect: boolean;
  placements: Placement[];
  prompts?: Prompts;
  order?: Address[];
  from: Address;
  before: Fields;
  filename?: string;
  /**
   * What is recorded as the address of the last move, `from` unless said here.
   */
  movedFrom?: string | null;
}
export interface Adopt {
  action: "adopt";
  kind: Kind;
  address: Address;
  reason: string;
  source?: Source;
  after: Fields;
  diffs: FieldDiff[];
  record: RecordPatch;
  manifest: string;
  protect: boolean;
  placements: Placement[];
  prompts?: Prompts;
  order?: Address[];
  before: Fields;
  row: {
    id: number;
    guard: string;
  };
  /**
   * Kind and slug or file, e.g. album:decks/first.
   */
  movedFrom?: string;
}
export interface Release {
  action: "release";
  kind: Kind;
  address: Address;
  reason: string;
  source?: Source;
  before: Fields;
  /**
   * There when the record goes too: the row was nobody's before it was adopted.
   */
  forget?: true;
}
export interface Delete {
  action: "delete";
  kind: Kind;
  address: Address;
  reason: string;
  source?: Source;
  before: Fields;
  /**
   * There when somebody consented that labels and links of others go with the row.
   */
  withForeign?: true;
}
export interface Blocked {
  address: Address;
  kind: Kind;
  code: string;
  reason: string;
  help: string;
  source?: Source;
}
export interface ActionCounts {
  create: number;
  update: number;
  move: number;
  adopt: number;
  release: number;
  delete: number;
}
