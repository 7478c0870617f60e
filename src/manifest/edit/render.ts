import { basename, dirname, relative, sep } from "node:path";
import { equalJson, isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { renderKey, renderValue } from "./edit-values.js";
import { sortKeys } from "./key-order.js";
import { renderEntry, renderLine } from "./render-entry.js";

/** An album with more images than this keeps them in JSON Lines files. */
const MOST_IMAGES_IN_YAML = 1_000;
/** How many images one JSON Lines file gets. */
const IMAGES_PER_SHARD = 5_000;

/** A file to be written: absolute path and text. */
export interface TextToWrite {
  readonly file: string;
  readonly text: string;
}

/** Facts that a batch shares as a rule; what all images of a new album have alike is said once. */
const SHARED_FACTS = ["negative_prompt", "steps", "guidance_scale"];

/**
 * A new manifest in canonical form: `declared` is what its schema describes, keys in any order. The first file is the
 * manifest, JSON Lines files of a big album follow. `schemas`: absolute folder of the JSON Schemas, for editors.
 */
export function renderManifest(
  file: string,
  declared: JsonObject,
  schemas: string | undefined,
): readonly [TextToWrite, ...TextToWrite[]] {
  const { images, ...rest } = declared;
  if (!Array.isArray(images)) return [{ file, text: renderDocument(file, declared, schemas) }];
  const shared = shareFacts(images as readonly JsonObject[], rest.defaults);
  const shards = makeShards(file, shared.images);
  const album = {
    ...rest,
    ...(Object.keys(shared.defaults).length > 0 && { defaults: shared.defaults }),
    images: shards.length === 0 ? shared.images : { jsonl: shards.map((shard) => basename(shard.file)) },
  };
  return [{ file, text: renderDocument(file, album, schemas) }, ...shards];
}

/** Takes facts that all files of an album have alike into `defaults`. */
function shareFacts(
  images: readonly JsonObject[],
  given: Json | undefined,
): { readonly images: readonly JsonObject[]; readonly defaults: JsonObject } {
  const files = images.filter((image) => Object.hasOwn(image, "file"));
  const first = files[0];
  const shared = SHARED_FACTS.filter((key) => {
    const value = first?.[key];
    return files.length > 1 && value !== undefined && files.every((image) => equalJson(image[key], value));
  });
  const defaults = Object.fromEntries(shared.map((key) => [key, first?.[key] as Json]));
  const strip = (image: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(image).filter(([key]) => !shared.includes(key)));
  return { images: images.map(strip), defaults: { ...(isJsonObject(given) ? given : {}), ...defaults } };
}

function makeShards(file: string, images: readonly JsonObject[]): readonly TextToWrite[] {
  if (images.length <= MOST_IMAGES_IN_YAML) return [];
  const count = Math.ceil(images.length / IMAGES_PER_SHARD);
  return Array.from({ length: count }, (_, index) => ({
    file: file.replace(/\.ya?ml$/, `-${index + 1}.jsonl`),
    text: images
      .slice(index * IMAGES_PER_SHARD, (index + 1) * IMAGES_PER_SHARD)
      .map((image) => `${renderLine(image)}\n`)
      .join(""),
  }));
}

function renderDocument(file: string, declared: JsonObject, schemas: string | undefined): string {
  const lines = Object.entries(sortKeys("document", declared)).flatMap(([key, value]) =>
    renderMember(key, value, 0),
  );
  return [...renderModeline(file, String(declared.kind), schemas), ...lines, ""].join("\n");
}

function renderModeline(file: string, kind: string, schemas: string | undefined): readonly string[] {
  if (schemas === undefined) return [];
  const folder = relative(dirname(file), schemas).split(sep).join("/");
  return [`# yaml-language-server: $schema=${folder}/${kind}.schema.json`];
}

/** The keys of the document and of the objects right below it have a line each, as do the items of their lists. */
function renderMember(key: string, value: Json, depth: number): readonly string[] {
  const head = `${"  ".repeat(depth)}${renderKey(key, "yaml")}:`;
  if (Array.isArray(value) && value.length > 0 && value.every(isJsonObject)) {
    const items = key === "images" && depth === 0 ? value.flatMap((item) => renderEntry(item, 2)) : undefined;
    const indent = "  ".repeat(depth + 1);
    return [head, ...(items ?? value.map((item: Json) => `${indent}- ${renderValue(item, "yaml", "flow")}`))];
  }
  if (isJsonObject(value) && depth === 0 && Object.keys(value).length > 0) {
    const members = key === "defaults" ? sortKeys("entry", value) : value;
    return [head, ...Object.entries(members).flatMap(([name, part]) => renderMember(name, part, depth + 1))];
  }
  return [`${head} ${renderValue(value, "yaml", "block")}`];
}
