import type { RecordUpdate, Step } from "../../src/apply/ports.js";
import { type Address, formatAddress } from "../../src/model/address.js";
import type { Fields, Label } from "../../src/model/resource.js";

/** A step of one sort. */
export type StepOf<S extends Step["step"]> = Extract<Step, { step: S }>;

/** A record that adds nothing to the fields that are written. */
export const RECORD: RecordUpdate = {
  patch: { set: {}, unset: [] },
  manifest: "manifests/m.yaml",
  protect: false,
};

export const SHA = "ab".repeat(32);

export function imageAddress(file: string): Address {
  return formatAddress("image", file);
}

export function albumAddress(slug: string): Address {
  return formatAddress("album", slug);
}

/** A new image with the least that is declared of one, and what a test wants beside it. */
export function insertImage(file: string, fields: Fields = {}, initial: Fields = {}): StepOf<"insert"> {
  return {
    step: "insert",
    kind: "image",
    address: imageAddress(file),
    fields: { sha256: SHA, bytes: 10, width: 512, height: 512, ...fields },
    initial: { nsfw: false, public: false, ...initial },
    filename: file.replaceAll("/", "__"),
    record: RECORD,
  };
}

export function insertAlbum(slug: string, fields: Fields = {}): StepOf<"insert"> {
  return {
    step: "insert",
    kind: "album",
    address: albumAddress(slug),
    fields: { slug, name: slug, is_set_template: false, ...fields },
    initial: { public: false, training_source: false },
    record: RECORD,
  };
}

export function insertTemplate(slug: string, fields: Fields = {}): StepOf<"insert"> {
  return {
    step: "insert",
    kind: "set-template",
    address: formatAddress("set-template", slug),
    fields: { slug, name: slug, type: "set", is_set_template: true, ...fields },
    initial: { public: false, training_source: false },
    record: RECORD,
  };
}

export function update(
  kind: Step["kind"],
  address: Address,
  before: Fields,
  fields: Fields,
  record: RecordUpdate = RECORD,
): StepOf<"update"> {
  return { step: "update", kind, address, before, fields, record };
}

export function labelImage(
  file: string,
  add: readonly Label[],
  remove: readonly Label[] = [],
): StepOf<"label"> {
  return { step: "label", kind: "image", address: imageAddress(file), add, remove };
}

/** A link of an image that belongs before another one, or at the end. */
export function linkImage(
  file: string,
  slug: string,
  index: number,
  before: string | null = null,
): StepOf<"link"> {
  return {
    step: "link",
    kind: "image",
    address: imageAddress(file),
    placement: {
      album: albumAddress(slug),
      index,
      before: before === null ? null : imageAddress(before),
    },
  };
}
