/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface Session {
  readonly writable: boolean;
  readonly authenticated: boolean;
  readonly version: string;
  readonly project: string;
  readonly estate: string;
  /** True in a git checkout that has a commit. */
  readonly git: boolean;
}

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly summary: string;
  readonly detail?: string;
  readonly help?: string;
  readonly expected?: string;
  readonly source?: { readonly file: string; readonly line?: number; readonly column?: number };
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly nextCursor: string | null;
}

export interface Covered {
  readonly items: number;
  readonly of: number;
  readonly missing: number | null;
  readonly doubled: number | null;
}

/** How a declared object and its row agree. `invalid`: its manifest can't be read. Null in rows: not known yet. */
export type State = "in-sync" | "pending" | "drifted" | "undeclared" | "deleted" | "invalid" | "unknown";

export interface TemplateRow {
  readonly slug: string | null;
  readonly name: string;
  readonly file: string | null;
  readonly description: string | null;
  readonly isPublic: boolean;
  readonly items: number;
  readonly loras: readonly string[];
  readonly albums: number;
  readonly covered: Covered | null;
  readonly state: State | null;
}

export interface Csv {
  readonly file: string;
  readonly etag: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface TemplateDetail {
  readonly slug: string;
  readonly file: string | null;
  readonly etag: string | null;
  readonly text: string | null;
  readonly declared: Declared | null;
  readonly csv: Csv | null;
  readonly state: State | null;
  /** Null while it is not known yet. */
  readonly drift: readonly DriftField[] | null;
  readonly albums: readonly {
    readonly slug: string;
    readonly name: string;
    readonly covered: Covered | null;
  }[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface DriftField {
  readonly field: string;
  readonly declared: Json;
  readonly observed: Json;
}

/** A manifest as JSON: the keys of its document. */
export type Declared = { readonly [key: string]: Json };

export interface Coverage {
  readonly items: readonly string[];
  readonly albums: readonly {
    readonly slug: string | null;
    readonly name: string;
    readonly cells: { readonly [item: string]: readonly number[] };
  }[];
}

export interface ImageRow {
  readonly id: number;
  readonly address: string | null;
  readonly filename: string;
  readonly prompt: string | null;
  readonly negativePrompt?: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly isNsfw: boolean;
  readonly isPublic: boolean;
  readonly seed?: string | number | null;
  readonly steps?: number | null;
  readonly guidanceScale?: number | null;
  readonly labels: readonly string[];
  readonly albums: readonly string[];
  readonly item: string | null;
  readonly template: string | null;
  readonly declaredIn: string | null;
  readonly thumbnailUrl: string;
  readonly fileUrl: string;
}

interface Diff {
  readonly field: string;
  readonly before: Json;
  readonly after: Json;
  readonly cause?: "manifest" | "drift" | string;
}

export interface PromptChange {
  readonly item: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface Change {
  readonly action: "create" | "update" | "delete" | "move" | "adopt" | "release";
  readonly address: string;
  readonly kind: string;
  readonly manifest?: string;
  readonly diffs?: readonly Diff[];
  readonly after?: { readonly [field: string]: Json };
  readonly prompts?: { readonly shown: readonly PromptChange[]; readonly more?: number };
}

export type Counts = { readonly [action in Change["action"]]?: number };

export interface Blocked {
  readonly address: string;
  readonly code?: string;
  readonly summary?: string;
  readonly reason?: string;
}

export interface PlanPart {
  readonly counts: Counts | null;
  readonly changes: readonly Change[];
  readonly total: number;
  readonly blocked: readonly Blocked[];
  readonly guards?: readonly { readonly code: string; readonly reason: string; readonly help: string }[];
}

export interface Run {
  readonly run: number;
  readonly command: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly state: string;
  readonly who: string;
  readonly host: string;
  readonly gitCommit: string | null;
  readonly rowsWritten: number;
  readonly planId: string;
  readonly summary: { readonly [action: string]: Json } | null;
}

export interface AlbumDetail extends AlbumRow {
  readonly description: string | null;
  readonly etag: string | null;
  readonly declared: Declared | null;
  readonly labels: readonly { readonly text: string; readonly images: number }[];
}

export interface ImageDetail extends ImageRow {
  readonly labelRows?: readonly { readonly text: string; readonly type: string | null }[];
  /** Fields that the manifest declares; jobs set the others. */
  readonly declaredFields?: readonly string[];
}

export interface RunDetail {
  readonly run: Run;
  readonly total: number;
  readonly changes: readonly {
    readonly address: string;
    readonly action: Change["action"];
    readonly before: Json;
    readonly after: Json;
  }[];
}

export interface Discovered {
  readonly albums: readonly {
    readonly id: number;
    readonly kind: "album" | "set-template";
    readonly name: string;
    readonly slug: string | null;
    readonly type: string | null;
    readonly images: number;
    /** Ids of its first images. */
    readonly shown: readonly number[];
  }[];
  readonly images: readonly number[];
  readonly totalImages: number;
  /** Parts of legacy trees by the album that would take them; paths relative to the project. */
  readonly folders: readonly {
    readonly path: string;
    /** What `sync collect` takes. */
    readonly root: string;
    readonly pictures: number;
    /** Null when no rule matches the folder; `rule` is then one to correct, where there is a plain one. */
    readonly album: {
      readonly slug: string;
      readonly name: string;
      readonly type: string;
      readonly template: string | null;
    } | null;
    readonly rule: string | null;
  }[];
  readonly totalFolders: number;
  /** The project has more files than were looked at. */
  readonly foldersPartial: boolean;
}

export interface ExportCheck {
  readonly ready: boolean;
  readonly pictures: number;
  readonly nsfwLeftOut: number;
  readonly uncaptioned: number;
  readonly converted: number;
  readonly diagnostics: readonly Diagnostic[];
}

interface Lock {
  readonly who: string;
  readonly host?: string;
  readonly operation?: string;
  readonly expires?: string;
}

export interface Status {
  readonly lock: Lock | null;
  readonly pending?: { readonly actions: Counts; readonly drift: number; readonly blocked: number };
}

export interface AlbumRow {
  readonly id: number | null;
  /** An album that nobody owns may have none; its row id stands for it then. */
  readonly slug: string | null;
  readonly name: string;
  readonly type: string | null;
  readonly images: number;
  readonly template: string | null;
  readonly covered: Covered | null;
  readonly isPublic: boolean;
  readonly isTrainingSource: boolean;
  readonly file: string | null;
  readonly cover: number | null;
  readonly state: State | null;
}

export interface PlanPage extends PlanPart {
  /** Null while a manifest is invalid: no plan can be made then. */
  readonly planId: string | null;
  readonly diagnostics: readonly Diagnostic[];
}
