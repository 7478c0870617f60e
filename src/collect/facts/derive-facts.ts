import { sha256Of } from "../../files/hash.js";
import { checkSize, readHeader, readPlainHeader } from "../../images/header.js";
import type { ImageFacts } from "../../images/headers/image-facts.js";
import { ImageProblem } from "../../images/problem.js";
import type { Json, JsonObject } from "../../model/json.js";
import { isRecipe } from "../recipes/programs/recipe.js";
import { type EmbeddedFacts, readEmbedded } from "../recipes/read-embedded.js";
import { findMisfits } from "../sidecars/check-sidecar.js";
import { readSidecar, type Sidecar } from "../sidecars/read-sidecar.js";
import { isTextSidecar, readTextSidecar } from "../sidecars/read-text-sidecar.js";
import { isEmpty, readSidecarFacts } from "../sidecars/sidecar-facts.js";
import type { DerivedFacts, FactSource, FoundFacts, FoundLabel, Notice } from "../source/collected-image.js";
import { type FactSheet, type FactValues, mergeFacts } from "../source/fact-sheet.js";
import type { FileStamp } from "../source/file-stamp.js";
import { readName } from "../source/name-parts.js";
import { baseName, showName, splitExtension } from "../source/names.js";
import { type ReadBytes, readBytes, type Scratch } from "../source/read-bytes.js";
import { readTimeText } from "../source/zoned-time.js";
import { findDamage } from "./completeness.js";
import { joinLabels, readNamedItem, readSidecarLabels } from "./labels.js";

/** More than a picture within the usual limits takes; what is longer is not read into memory. */
const LONGEST_PICTURE = 256_000_000;

/**
 * All facts of one picture: of its sidecar, of what is embedded in it, of its name and its file time. A picture that
 * can't be used gives the reason instead.
 */
export async function deriveFacts(source: FactSource, reading: Reading = {}): Promise<DerivedFacts | Notice> {
  const picture = readBytes(source.picture, source.file, LONGEST_PICTURE, reading.scratch);
  if (!("bytes" in picture)) return picture;
  const waiting = readHeader(picture.bytes, source.file).catch((error: unknown) =>
    toNotice(error, source.file),
  );
  // Another thread looks at the header meanwhile.
  const sha256 = sha256Of(picture.bytes);
  return composeFacts({ ...picture, sha256 }, await waiting, source, reading);
}

/** The same without the picture library; undefined when it takes the library to tell. */
export function derivePlainFacts(
  source: FactSource,
  reading: Reading = {},
): DerivedFacts | Notice | undefined {
  const picture = readBytes(source.picture, source.file, LONGEST_PICTURE, reading.scratch);
  if (!("bytes" in picture)) return picture;
  const header = tryPicture(source.file, () => readPlainHeader(picture.bytes, source.file));
  if (header === undefined) return undefined;
  return composeFacts({ ...picture, sha256: sha256Of(picture.bytes) }, header, source, reading);
}

/** How files are read. `noteStamp`: called for each that was, picture first. */
interface Reading {
  /** What the picture is read into: it must be left alone meanwhile. */
  readonly scratch?: Scratch;
  readonly noteStamp?: (stamp: FileStamp) => void;
}

function composeFacts(
  picture: HashedPicture,
  header: ImageFacts | Notice,
  source: FactSource,
  { noteStamp }: Reading,
): DerivedFacts | Notice {
  if ("code" in header) return header;
  const fault = findFault(picture.bytes, header, source);
  if (fault !== undefined) return fault;
  const read = readSidecarOf(source);
  const sidecar = read !== null && "content" in read ? read : null;
  for (const one of [picture, sidecar]) if (one !== null) noteStamp?.(one.stamp);
  const embedded = readEmbedded(picture.bytes, header.mediaType);
  const fromSidecar = factsOfSidecar(sidecar, header, source);
  const name = factsOfName(source);
  const recipe = chooseRecipe(fromSidecar.values, sidecar, embedded);
  const sheet = mergeFacts([
    { origin: "picture", values: { width: header.width, height: header.height } },
    { origin: "sidecar", values: fromSidecar.values },
    recipe,
    { origin: "embedded", values: { ...embedded.raw, ...takenAt(embedded, source) } },
    { origin: "sidecar", values: sidecar?.text === undefined ? {} : { "metadata.parameters": sidecar.text } },
    { origin: "name", values: { ...name.values, "source.file": source.file } },
    { origin: "time", values: timeOf(picture.modified) },
  ]);
  return {
    ...completeFacts(sheet, fromSidecar.labels, name.labels),
    mediaType: header.mediaType,
    sha256: picture.sha256,
    bytes: picture.bytes.length,
    sidecar: sidecar === null ? null : { sha256: sidecar.sha256, bytes: sidecar.bytes },
    gaps: findGaps(embedded, isRecipe(sheet.values)),
    sidecarFault: read !== null && !("content" in read) ? read : null,
    warnings: [
      ...warnOfExtension(source.file, header.mediaType),
      ...warnOfEmbedded(source.file, embedded.faults),
      ...(sidecar?.warnings ?? []),
      ...listMisfits(sidecar, fromSidecar.misfits).map((key) => misfitWarning(source.sidecarFile ?? "", key)),
    ],
  };
}

/**
 * The recipe of one source, never parts of several: of our sidecar, of text in the picture, of text beside it, of a graph.
 */
function chooseRecipe(
  fromSidecar: FactValues,
  sidecar: Sidecar | null,
  { recipe, isFromGraph }: EmbeddedFacts,
): { readonly origin: "sidecar" | "embedded"; readonly values: FactValues } {
  if (isRecipe(fromSidecar)) return { origin: "sidecar", values: {} };
  const beside = sidecar?.recipe;
  if (beside !== undefined && (isFromGraph || !isRecipe(recipe)))
    return { origin: "sidecar", values: beside };
  return { origin: "embedded", values: recipe };
}

function takenAt({ takenAt: local }: EmbeddedFacts, { timeZone }: FactSource): FactValues {
  const time = local === undefined ? undefined : readTimeText(local, timeZone);
  return time === undefined ? {} : { created_at: time };
}

/** What was not understood; texts without a recipe matter only to a picture that has none. */
function findGaps({ unreadKeywords, unknownNodes }: EmbeddedFacts, hasRecipe: boolean): DerivedFacts["gaps"] {
  return { keywords: hasRecipe ? [] : unreadKeywords, nodes: unknownNodes };
}

type HashedPicture = Extract<ReadBytes, { readonly bytes: Buffer }> & { readonly sha256: string };

/** Why a picture can't be used though its header could be read. */
function findFault(bytes: Buffer, header: ImageFacts, { file, limits }: FactSource): Notice | undefined {
  const fault = tryPicture(file, () => checkSize(header, limits, file));
  if (fault !== undefined) return fault;
  const reason = findDamage(bytes, header.mediaType);
  if (reason === undefined) return undefined;
  return { code: "damaged", message: `${showName(file)} ${reason}.`, help: "Restore it from its source." };
}

function tryPicture<Result>(file: string, work: () => Result): Result | Notice {
  try {
    return work();
  } catch (error) {
    return toNotice(error, file);
  }
}

function toNotice(error: unknown, file: string): Notice {
  if (!(error instanceof ImageProblem)) throw error;
  const { code, reason, help } = error.fault;
  return { code, message: `${showName(file)} ${reason}.`, help };
}

function readSidecarOf({ sidecar, sidecarFile }: FactSource): Sidecar | Notice | null {
  if (sidecar === null || sidecarFile === null) return null;
  return isTextSidecar(sidecarFile)
    ? readTextSidecar(sidecar, sidecarFile)
    : readSidecar(sidecar, sidecarFile);
}

function factsOfSidecar(
  sidecar: Sidecar | null,
  size: ImageFacts,
  { timeZone }: FactSource,
): {
  readonly values: FactValues;
  readonly misfits: readonly string[];
  readonly labels: readonly FoundLabel[];
} {
  if (sidecar === null) return { values: {}, misfits: [], labels: [] };
  const { labels, spentKeys } = readSidecarLabels(sidecar.content);
  const rest = Object.entries(sidecar.content).filter(([key]) => !spentKeys.includes(key));
  return { ...readSidecarFacts(Object.fromEntries(rest), size, timeZone), labels };
}

function factsOfName({ file, albumType, template, timeZone }: FactSource): {
  readonly values: FactValues;
  readonly labels: readonly FoundLabel[];
} {
  const { createdAt, words } = readName(baseName(file), timeZone);
  const { item, labels } = readNamedItem(words, albumType, template);
  return {
    values: { ...(createdAt && { created_at: createdAt }), ...(item && { item: item.key }) },
    labels,
  };
}

function timeOf(modified: Date): FactValues {
  const time = readTimeText(modified.toISOString(), "UTC");
  return time === undefined ? {} : { created_at: time };
}

/** Brings flat facts into the shape of a manifest entry. */
function completeFacts(
  { values, origins }: FactSheet,
  sidecarLabels: readonly FoundLabel[],
  nameLabels: readonly FoundLabel[],
): Pick<DerivedFacts, "facts" | "origins"> {
  const labels = joinLabels(sidecarLabels, nameLabels);
  const entries = Object.entries(values);
  const metadata = pickObject(entries, "metadata.");
  const facts = {
    ...Object.fromEntries(entries.filter(([fact]) => !/^(?:source|metadata)\./.test(fact))),
    ...(labels.length > 0 && { labels }),
    source: pickObject(entries, "source."),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
  const labelOrigin = sidecarLabels.length > 0 ? ("sidecar" as const) : ("name" as const);
  return {
    // mergeFacts was given each key in the type that its reader guarantees.
    facts: facts as unknown as FoundFacts,
    origins: labels.length > 0 ? { ...origins, labels: labelOrigin } : origins,
  };
}

function pickObject(entries: readonly (readonly [string, Json])[], prefix: string): JsonObject {
  return Object.fromEntries(
    entries
      .filter(([fact]) => fact.startsWith(prefix))
      .map(([fact, value]) => [fact.slice(prefix.length), value]),
  );
}

const EXTENSIONS: { readonly [mediaType: string]: RegExp } = {
  "image/png": /^\.png$/i,
  "image/jpeg": /^\.(?:jpe?g|jpe|jfif)$/i,
  "image/webp": /^\.webp$/i,
  "image/gif": /^\.gif$/i,
  "image/tiff": /^\.tiff?$/i,
  "image/avif": /^\.avif$/i,
};

function warnOfExtension(file: string, mediaType: string): readonly Notice[] {
  const { extension } = splitExtension(file);
  if (EXTENSIONS[mediaType]?.test(extension) !== false) return [];
  return [
    {
      code: "wrong-extension",
      message: `${showName(file)} is ${mediaType}, but its extension is ${extension || "missing"}.`,
      help: "Rename the source if other programs rely on the extension. It was collected with its real media type.",
    },
  ];
}

function warnOfEmbedded(file: string, faults: readonly string[]): readonly Notice[] {
  const [first] = faults;
  if (first === undefined) return [];
  const others = faults.length > 1 ? `, and ${faults.length - 1} more like it` : "";
  return [
    {
      code: "embedded-unreadable",
      message: `${showName(file)} was read, except for some embedded text: ${showName(first)}${others}.`,
      help: "Check the file if its recipe matters. Everything else was read.",
    },
  ];
}

/** Keys whose value has another shape than the schema says, or that is right in shape only. */
function listMisfits(sidecar: Sidecar | null, unread: readonly string[]): readonly string[] {
  if (sidecar === null) return [];
  const said = Object.entries(sidecar.content).filter(([, value]) => !isEmpty(value));
  return [...new Set([...findMisfits(Object.fromEntries(said)), ...unread])].sort();
}

function misfitWarning(file: string, key: string): Notice {
  return {
    code: "sidecar-value",
    message: `${showName(file)} has an invalid value of ${showName(key)}. It was kept in metadata.`,
    help: "Correct the sidecar, or declare the value in the manifest. schemas/sidecar.schema.json describes each key.",
  };
}
