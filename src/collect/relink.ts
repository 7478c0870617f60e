import { EditRefused } from "../manifest/edit/edit-refused.js";
import type { TextToWrite } from "../manifest/edit/render.js";
import { count } from "../model/words.js";
import type { CollectReport } from "./collect-report.js";
import type { CollectTarget } from "./collect-target.js";
import { deriveFacts } from "./facts/derive-facts.js";
import { findNamedItem } from "./facts/labels.js";
import type { SurveyOptions } from "./facts/survey-options.js";
import { composeEdits, describeRefusal } from "./match/album-files.js";
import { decideItems, type TiedPicture } from "./match/decide-items.js";
import { findStagedSidecar } from "./match/inspect.js";
import { inManifest, type KnownAlbum, type KnownEntry, placeEdit } from "./match/known-albums.js";
import type { PromptIndex } from "./match/prompt-index.js";
import { declaredValue } from "./match/update-facts.js";
import { NO_TYPE } from "./source/collected-image.js";

/** What is tied to its items. */
interface RelinkRequest {
  readonly albums: readonly KnownAlbum[];
  /** The absolute path of a staged file that a manifest names. */
  readonly locate: (file: string) => string;
  readonly prompts: PromptIndex;
  readonly options: SurveyOptions;
  readonly target: CollectTarget;
}

/** A manifest that was given items, and its set template if it had none. */
interface RelinkedManifest {
  /** Absolute path. */
  readonly file: string;
  readonly album: string;
  readonly set_template?: string;
  /** How many images were tied. */
  readonly tied: number;
}

/** What relinking did; manifests ascend by album. */
export interface RelinkReport {
  readonly manifests: readonly RelinkedManifest[];
  readonly remarks: CollectReport["remarks"];
}

/**
 * Declares the set template of albums and the items of images where manifests declare none, by the prompts that the manifests
 * or the staged pictures hold. What is declared stays.
 */
export async function relinkAlbums({ albums, ...request }: RelinkRequest): Promise<RelinkReport> {
  const reports: RelinkReport[] = [];
  for (const album of albums) if (album.setTemplate !== null) reports.push(await relinkAlbum(album, request));
  return {
    manifests: reports.flatMap(({ manifests }) => manifests),
    remarks: reports.flatMap(({ remarks }) => remarks),
  };
}

async function relinkAlbum(album: KnownAlbum, request: Omit<RelinkRequest, "albums">): Promise<RelinkReport> {
  const entries = album.entries.filter((entry) => declaredValue(entry, "item") === undefined);
  const pictures: TiedPicture[] = [];
  for (const entry of entries) pictures.push(await readPicture(entry, album, request));
  const { template, items, doubts } = decideItems(pictures, album.setTemplate ?? undefined, request.prompts);
  const remarks: CollectReport["remarks"] = doubts.map((doubt) => ({ ...doubt, severity: "warning" }));
  const tied = items.filter((item) => item !== undefined).length;
  if (template === undefined || tied === 0) return { manifests: [], remarks };
  const isNew = album.setTemplate === undefined;
  const edits = entries.flatMap((entry, index) => {
    const item = items[index];
    return item === undefined ? [] : [placeEdit(entry, { edit: "set", path: ["item"], value: item })];
  });
  const all = isNew ? [inManifest(album, ["set_template"], template), ...edits] : edits;
  let texts: readonly TextToWrite[];
  try {
    texts = composeEdits(album, all, []);
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error;
    const refusal = describeRefusal(`${album.manifest}: ${error.message}; ${count(tied, "image")} not tied.`);
    return { manifests: [], remarks: [...remarks, refusal] };
  }
  request.target.writeTexts(() => texts);
  const { manifest: file, slug } = album;
  return { manifests: [{ file, album: slug, ...(isNew && { set_template: template }), tied }], remarks };
}

async function readPicture(
  entry: KnownEntry,
  album: KnownAlbum,
  { locate, options }: Omit<RelinkRequest, "albums">,
): Promise<TiedPicture> {
  const prompt = declaredValue(entry, "prompt");
  const name = entry.sourceFile ?? entry.file;
  return {
    file: entry.file,
    prompt:
      prompt === undefined
        ? await readStagedPrompt(entry, album, locate, options)
        : typeof prompt === "string"
          ? prompt
          : undefined,
    named: (template) => findNamedItem(name, album.type, template, options),
  };
}

/** The prompt of a staged picture or of the sidecar beside it; undefined also for a picture that can't be read. */
async function readStagedPrompt(
  { file }: KnownEntry,
  { type }: KnownAlbum,
  locate: RelinkRequest["locate"],
  { timeZone, limits }: SurveyOptions,
): Promise<string | undefined> {
  const sidecar = findStagedSidecar(file, locate);
  const derived = await deriveFacts({
    picture: Buffer.from(locate(file)),
    sidecar: sidecar === undefined ? null : Buffer.from(locate(sidecar)),
    file,
    sidecarFile: sidecar ?? null,
    albumType: type ?? NO_TYPE,
    template: undefined,
    timeZone,
    limits,
  });
  return "facts" in derived ? derived.facts.prompt : undefined;
}
