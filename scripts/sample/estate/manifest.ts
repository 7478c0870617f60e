import { Document, isScalar, Scalar, visit } from "yaml";
import type { SampleAlbum, SamplePicture } from "./album.js";
import { stagedFile } from "./paths.js";

/** What is read off the staged bytes of a picture. */
export interface ByteFacts {
  readonly sha256: string;
  readonly bytes: number;
}

/** Facts that a whole batch has in common are written once. */
const SHARED = ["negative_prompt", "steps", "guidance_scale"] as const;
/** Digits that are text, also where YAML would read a number. */
const QUOTED: ReadonlySet<unknown> = new Set(["sha256", "seed"]);

type Entry = { readonly [field: string]: unknown };

/** The manifest of an album as YAML, one field a line; `facts` in the order of its pictures. */
export function formatManifest(album: SampleAlbum, facts: readonly ByteFacts[]): string {
  const entries = album.pictures.map((picture, index) =>
    describe(album.slug, picture, facts[index] as ByteFacts),
  );
  const defaults = findDefaults(entries);
  const document = new Document({
    kind: "album",
    slug: album.slug,
    name: album.name,
    type: album.type,
    ...(album.setTemplate === undefined ? {} : { set_template: album.setTemplate }),
    public: album.public,
    training_source: album.trainingSource,
    provenance: album.provenance,
    ...(Object.keys(defaults).length === 0 ? {} : { defaults }),
    images: entries.map((entry) => without(entry, defaults)),
  });
  visit(document, {
    Pair: (_key, { key, value }) => {
      if (isScalar(key) && QUOTED.has(key.value) && isScalar(value)) value.type = Scalar.QUOTE_DOUBLE;
    },
  });
  const up = "../".repeat(album.slug.split("/").length + 1);
  const modeline = `# yaml-language-server: $schema=${up}schemas/album.schema.json`;
  const comment = album.comment === undefined ? "" : `# ${album.comment}\n`;
  return `${modeline}\n${comment}${document.toString({ lineWidth: 0 })}`;
}

function describe(slug: string, picture: SamplePicture, { sha256, bytes }: ByteFacts): Entry {
  const { width, height, sidecar, item, labels, sourceFile } = picture;
  return dropUndefined({
    file: stagedFile(slug, sourceFile),
    sha256,
    bytes,
    width,
    height,
    // The estate's generator ran in UTC.
    created_at: sidecar && `${sidecar.timestamp}Z`,
    prompt: sidecar?.prompt,
    negative_prompt: sidecar?.negative_prompt,
    seed: sidecar?.seed ?? undefined,
    steps: sidecar?.steps,
    guidance_scale: sidecar?.guidance_scale,
    item,
    lora: sidecar?.lora,
    loras: sidecar?.loras,
    labels,
    source: dropUndefined({ file: sourceFile, model: sidecar?.model }),
  });
}

function findDefaults(entries: readonly Entry[]): Entry {
  const [first] = entries;
  const shared = SHARED.filter(
    (field) => first?.[field] !== undefined && entries.every((entry) => entry[field] === first[field]),
  );
  return Object.fromEntries(shared.map((field) => [field, first?.[field]]));
}

function without(entry: Entry, defaults: Entry): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([field]) => !Object.hasOwn(defaults, field)));
}

function dropUndefined(entry: Entry): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
}
