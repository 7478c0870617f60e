import { existsSync } from "node:fs";
import { join } from "node:path";
import { renderManifest, type TextToWrite } from "../manifest/edit/render.js";
import { type Address, nameOf } from "../model/address.js";
import { ownedObjects } from "../model/fields.js";
import { isJsonObject, type Json, type JsonObject } from "../model/json.js";
import type { ObservedObject } from "../model/observed.js";

/** A manifest of objects that the estate owns. `kept`: the existing file, which was not changed. */
export interface OwnedManifest {
  readonly address: Address;
  readonly action: "created" | "kept";
  /** Absolute path. */
  readonly file: string;
  readonly texts: readonly TextToWrite[];
}

/** Fields that follow from others, or that manifests say in another way. */
const DERIVED = ["slug", "is_set_template", "order", "albums", "items", "item_key", "created_at", "loras"];

/** Writes down everything that the estate owns as it was declared last, each object in the file that declared it. */
export async function draftOwned(
  objects: AsyncIterable<ObservedObject>,
  projectDir: string,
  schemas: string | undefined,
): Promise<readonly OwnedManifest[]> {
  const tops: ObservedObject[] = [];
  const images = new Map<Address, ObservedObject>();
  for await (const object of objects) {
    if (object.state !== "owned") continue;
    if (object.kind === "image") images.set(object.address, object);
    else tops.push(object);
  }
  return tops.map((object) => {
    const file = join(projectDir, ...object.manifest.split("/"));
    if (existsSync(file)) return { address: object.address, action: "kept", file, texts: [] };
    const declared = object.kind === "album" ? describeAlbum(object, images) : describeTemplate(object);
    return {
      address: object.address,
      action: "created",
      file,
      texts: renderManifest(file, declared, schemas),
    };
  });
}

function describeTemplate({ address, recorded, protect }: ObservedObject): JsonObject {
  const { items, item_key: key, loras, type: _type, ...rest } = recorded;
  return {
    kind: "set-template",
    slug: nameOf(address),
    ...describeFields("set-template", rest),
    ...(loras !== undefined && { loras }),
    ...(items === null && { items: null }),
    ...(Array.isArray(items) && { items: { rows: items, key: key ?? "" } }),
    ...(protect && { protect }),
  };
}

function describeAlbum(object: ObservedObject, images: ReadonlyMap<Address, ObservedObject>): JsonObject {
  const { address, recorded, protect, row, manifest } = object;
  const listed = (row?.links ?? []).flatMap((link) => {
    const image = link.address === undefined ? undefined : images.get(link.address);
    const albums = image?.recorded.albums;
    return image !== undefined && Array.isArray(albums) && albums.includes(address) ? [image] : [];
  });
  return {
    kind: "album",
    slug: nameOf(address),
    ...describeFields("album", recorded),
    ...(protect && { protect }),
    images: listed.map((image) =>
      image.manifest === manifest ? describeImage(image) : { ref: nameOf(image.address) },
    ),
  };
}

function describeImage({ address, recorded }: ObservedObject): JsonObject {
  const { created_at: created, loras } = recorded;
  return {
    file: nameOf(address),
    ...describeFields("image", recorded),
    ...(typeof created === "string" && { created_at: `${created.replace(" ", "T")}Z` }),
    ...(loras !== undefined && (isJsonObject(loras) ? { lora: loras } : { loras })),
  };
}

/** Fields as keys of a manifest; those of owned objects together again. */
function describeFields(kind: ObservedObject["kind"], fields: ObservedObject["recorded"]): JsonObject {
  const result: { [key: string]: Json } = {};
  for (const [field, value] of Object.entries(fields)) {
    const dot = field.indexOf(".");
    const prefix = field.slice(0, Math.max(0, dot));
    if (ownedObjects(kind).includes(prefix)) {
      const known = result[prefix];
      result[prefix] = {
        ...(isJsonObject(known) ? known : {}),
        ...Object.fromEntries([[field.slice(dot + 1), value]]),
      };
    } else if (!DERIVED.includes(field)) result[field] = value;
  }
  return result;
}
