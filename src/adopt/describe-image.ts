import type { Notice } from "../collect/source/collected-image.js";
import { hashRegularFile } from "../files/hash.js";
import { attempt } from "../files/system-error.js";
import { probeImage } from "../images/probe.js";
import { ImageProblem } from "../images/problem.js";
import { toFilename } from "../manifest/read/filename.js";
import { isDecimal } from "../model/fields.js";
import { isJsonObject, type Json, type JsonObject } from "../model/json.js";
import type { ObservedRow } from "../model/observed.js";
import { LABEL_TYPES } from "../model/resource.js";
import { compareEntries } from "../model/text-order.js";

/** How an image row is described. */
export interface ImageContext {
  /** The file of a path that the backend sees: absolute path here, and its name under the asset roots. */
  readonly locate: (filePath: string) => { readonly path: string; readonly file: string };
  /** True: manifests come without texts, and of a picture only its header is read. */
  readonly bare: boolean;
}

/** The entry that declares an image row; undefined, with a remark, for one without a picture that can be read. */
export async function describeImage(
  { id, guard, fields, labels }: ObservedRow,
  filePath: string,
  { locate, bare }: ImageContext,
  remarks: Notice[],
): Promise<JsonObject | undefined> {
  const { path, file } = locate(filePath);
  const size = await probe(path);
  const content = bare || size === undefined ? null : hashIn(path);
  if (size === undefined || (content === null && !bare)) {
    remarks.push({
      code: "file-missing",
      message: `Image row ${id} (${guard}) has no file at ${filePath}. It was skipped.`,
      help: "Restore the file, or delete the row in the UI.",
    });
    return undefined;
  }
  const hasOddSeed = typeof fields.seed === "string" && !isDecimal(fields.seed);
  if (hasOddSeed) remarks.push(oddSeed(id, guard, String(fields.seed)));
  if (content === null) return { file };
  const known = labels.filter(({ text, type }) => text !== "" && LABEL_TYPES.some((label) => label === type));
  const { loras, created_at: created } = fields;
  return {
    file,
    sha256: content.sha256,
    bytes: content.bytes,
    width: size.width,
    height: size.height,
    ...(typeof created === "string" && { created_at: `${created.replace(" ", "T")}Z` }),
    ...pick(fields, ["prompt", "negative_prompt", ...(hasOddSeed ? [] : ["seed"]), "steps"]),
    ...pick(fields, ["guidance_scale", "public"]),
    ...(Array.isArray(loras) ? { loras } : isJsonObject(loras) ? { lora: loras } : {}),
    ...(known.length > 0 && { labels: listLabels(known) }),
    // By this name the row is found again.
    ...(toFilename(file) !== guard && { source: { file: guard } }),
  };
}

function hashIn(path: string): ReturnType<typeof hashRegularFile> | null {
  return attempt(
    () => hashRegularFile(path, "follow"),
    () => null,
  );
}

function oddSeed(id: number, guard: string, seed: string): Notice {
  return {
    code: "column-unreadable",
    message: `Image row ${id} (${guard}) has a seed that is not a whole number: ${seed}. Its manifest declares no seed.`,
    help: "The value stays in the database. Declare the seed in the manifest to replace it.",
  };
}

async function probe(path: string): Promise<{ readonly width: number; readonly height: number } | undefined> {
  try {
    return await probeImage(path);
  } catch (error) {
    if (error instanceof ImageProblem) return undefined;
    throw error;
  }
}

function listLabels(labels: ObservedRow["labels"]): Json {
  const unique = new Map(labels.map(({ text, type }) => [`${type}\0${text}`, { text, type }]));
  return [...unique.entries()].sort(compareEntries).map(([, label]) => label);
}

/** Fields that have a value; what is NULL stays undeclared, so that nobody has to own it. */
export function pick(fields: ObservedRow["fields"], names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = fields[name];
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
}
