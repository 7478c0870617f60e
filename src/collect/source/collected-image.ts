import type { ImageLimits } from "../../images/header.js";
import type { AlbumType, CollectRule } from "../../model/collect-rule.js";
import type { Json, JsonObject } from "../../model/json.js";

/** What an album without a type counts as: names of its files say nothing. */
export const NO_TYPE: AlbumType = "collection";

/** The album that the rules put an image into. Keys in snake_case are written to its manifest as they are. */
export interface FoundAlbum {
  readonly slug: string;
  readonly name: string;
  readonly type: AlbumType;
  readonly public?: boolean;
  readonly training_source?: boolean;
  /** Slug of a set template that the estate has; absent when it has none that fits. */
  readonly set_template?: string;
  /** For `provenance.source`: name of the collected root and the folder below it, e.g. `outputs/card_deck_20251013_213519`. */
  readonly provenanceSource: string;
  /** For `provenance.license`. */
  readonly license?: string;
  /** The folder below the root, as {@link FileSeen.file} writes paths; empty for the root itself. */
  readonly folder: string;
}

/**
 * Where a fact came from. A weaker one gives way: sidecar > embedded in the file > name > file time. `picture`: seen in
 * the header of the picture itself, whatever a sidecar says.
 */
export type FactOrigin = "sidecar" | "embedded" | "name" | "time" | "picture";

/** A LoRA as a sidecar wrote it. */
interface FoundLora {
  readonly path: string;
  readonly name?: string;
  readonly weight?: number;
  readonly [key: string]: Json | undefined;
}

export interface FoundLabel {
  readonly text: string;
  readonly type: "tag" | "caption";
}

/** The facts of one image, keyed and written as an entry of an album manifest. An absent key is not known. */
export interface FoundFacts {
  /** Size in pixels after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** UTC with up to six fractional digits, e.g. `2025-10-13T21:35:33.481220Z`. */
  readonly created_at?: string;
  readonly prompt?: string;
  readonly negative_prompt?: string;
  /** Decimal digits, exact at any size. */
  readonly seed?: string;
  readonly steps?: number;
  readonly guidance_scale?: number;
  /** Several LoRAs; never together with `lora`. */
  readonly loras?: readonly FoundLora[];
  /** The one LoRA of a sidecar that says `lora`. */
  readonly lora?: FoundLora;
  /** Key of an item of the album's set template, spelt as the template spells it. */
  readonly item?: string;
  /** Sorted by type, then text; no pair twice. */
  readonly labels?: readonly FoundLabel[];
  /** `file` is always there: {@link FileSeen.file}. */
  readonly source: { readonly file: string; readonly [key: string]: Json };
  /** What no other key holds: unknown keys of the sidecar, texts embedded in the file. Integers beyond 2^53 are text. */
  readonly metadata?: JsonObject;
}

/** Origin of each fact by its key, `source.model` and `metadata.workflow` for keys of objects. */
type FactOrigins = { readonly [fact: string]: FactOrigin };

/**
 * One thing to tell a person about a file: a stable kebab-case code, one line, and what to do about it. No diagnostic: the
 * file lies outside the project, so that it has no place there, and reports and the facts kept between runs hold `message`.
 */
export interface Notice {
  readonly code: string;
  /** A whole sentence that names the file. */
  readonly message: string;
  /** A whole sentence. */
  readonly help: string;
}

/** A file below the collected root. */
export interface FileSeen {
  /**
   * Path below the root, verbatim, with `/`. Bytes that are not UTF-8 are written as `\xHH` and control characters
   * stay as they are, so print it through an escaping function.
   */
  readonly file: string;
  /** The same file for the file system: absolute, byte for byte. Names need not be UTF-8. */
  readonly path: Buffer;
}

/** The JSON file that belongs to an image, or a text with its recipe. */
interface FoundSidecar extends FileSeen {
  readonly sha256: string;
  readonly bytes: number;
  /** Where it is staged, under the asset root: beside its image, `x.json` or, where that could be another's, `x.png.json`; a text as `.txt`. */
  readonly stagedAs: string;
}

/** An image that can be staged, with all that is known about it. */
export interface CollectedImage extends FileSeen {
  readonly outcome: "image";
  readonly album: FoundAlbum;
  /** Where it is staged, under the asset root: lower case, safe on every file system, unique in the survey. */
  readonly stagedAs: string;
  /** Of the bytes that the facts were read from; they were the same before and after. */
  readonly sha256: string;
  readonly bytes: number;
  /** The true media type, whatever the file is called. */
  readonly mediaType: string;
  /** Null when it has none that could be used; one that is there but unusable has an outcome of its own, `skipped`. */
  readonly sidecar: FoundSidecar | null;
  readonly facts: FoundFacts;
  readonly origins: FactOrigins;
  readonly gaps: RecipeGaps;
  readonly warnings: readonly Notice[];
}

/** A sidecar that gave its facts to an image. */
interface UsedSidecar extends FileSeen {
  readonly outcome: "sidecar";
  /** The image's path below the root. */
  readonly image: string;
}

/** A file that is left out by rule. `warning`: a person should look at it; `note`: nothing to do. */
export interface SkippedFile extends FileSeen, Notice {
  readonly outcome: "skipped";
  readonly severity: "warning" | "note";
}

/** An image, or what should be one, that can't be staged. */
export interface ProblemFile extends FileSeen, Notice {
  readonly outcome: "problem";
}

/**
 * Something to say about a folder as a whole; not a file seen, so it is in no sum. `error`: it could not be read, what
 * it holds is unknown. `warning`: no rule knows it; its files are `skipped` one by one as well.
 */
export interface FolderNotice extends FileSeen, Notice {
  readonly outcome: "folder";
  readonly severity: "error" | "warning" | "note";
  /** How many images (by name) and files lie in and below it, as far as they belong to this notice. */
  readonly images: number;
  readonly files: number;
  /** Of a folder that no rule matches: one that would. */
  readonly rule?: CollectRule;
}

/** What became of one file, or a notice about one folder. */
export type Outcome = CollectedImage | UsedSidecar | SkippedFile | ProblemFile | FolderNotice;

/**
 * A root that was walked. `outcomes` reads files as it is consumed, some of them ahead, keeps none, and gives each file seen exactly
 * one outcome: images and other files ascending by the bytes of their paths, a sidecar right after its image; notices
 * about folders come last. It can be consumed once.
 */
export interface Survey {
  /** The folder, absolute and without symbolic links. */
  readonly root: Buffer;
  /** Files that will have an outcome, and how many of them look like images. */
  readonly files: number;
  readonly images: number;
  readonly outcomes: AsyncIterable<Outcome>;
}

/** A root that can't be collected: missing, no folder, unreadable, empty. Nothing may be concluded from it. */
export interface RootProblem extends Notice {
  readonly outcome: "root";
}

/** An item of a set template: its key, and its cells by column. */
export interface TemplateItem {
  readonly key: string;
  readonly cells: { readonly [column: string]: string };
}

/** A set template of the estate, as far as labels and items need it. */
export interface KnownTemplate {
  readonly slug: string;
  /** The backend names the folders of its batches after it. */
  readonly name: string;
  /** Columns that the template's key names: their cells become labels. */
  readonly keyColumns: readonly string[];
  readonly items: readonly TemplateItem[];
}

/**
 * What facts are derived from: by the survey the file below the root, later its staged copy to find what was last known.
 * The same bytes, `file` and file time give the same facts; a staged copy therefore keeps its source's file time.
 */
export interface FactSource {
  /** The picture to read, and the sidecar beside it; null for none. */
  readonly picture: Buffer;
  readonly sidecar: Buffer | null;
  /** {@link FileSeen.file} of the picture where it was collected: names give facts, and messages show it. */
  readonly file: string;
  /** The same of the sidecar; null for none. */
  readonly sidecarFile: string | null;
  readonly albumType: AlbumType;
  readonly template: KnownTemplate | undefined;
  readonly timeZone: string;
  readonly limits: ImageLimits;
}

/** What a picture says about its making that was not understood. Both lists ascend. */
interface RecipeGaps {
  /** Keywords of texts, of a picture without a recipe. */
  readonly keywords: readonly string[];
  /** Classes of nodes of a ComfyUI graph. */
  readonly nodes: readonly string[];
}

/** The facts of one picture. A fact whose origin is `time` rests on the file's time alone, in whole seconds. */
export interface DerivedFacts {
  readonly facts: FoundFacts;
  readonly origins: FactOrigins;
  readonly mediaType: string;
  /** Of the bytes that were read, picture and sidecar. */
  readonly sha256: string;
  readonly bytes: number;
  readonly sidecar: { readonly sha256: string; readonly bytes: number } | null;
  readonly gaps: RecipeGaps;
  /** Why the sidecar that is there gave nothing. */
  readonly sidecarFault: Notice | null;
  readonly warnings: readonly Notice[];
}
