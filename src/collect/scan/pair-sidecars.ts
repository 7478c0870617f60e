import { splitExtension } from "../source/names.js";

/** Which sidecar belongs to which image, by their paths below the root. */
export interface Pairs {
  /** Image → sidecar: JSON, or a text. */
  readonly sidecarOf: ReadonlyMap<string, string>;
  /** A JSON file that could belong to several images → those images, ascending. */
  readonly ambiguous: ReadonlyMap<string, readonly string[]>;
  /** `x.json` that gives way to `x.png.json` → the image. */
  readonly superseded: ReadonlyMap<string, string>;
}

/**
 * Pairs images with JSON files of the same folder: `x.png.json` first, then `x.json` when `x.png` is the only image of
 * that stem. Names are compared letter by letter; the JSON extension in any case. An image without JSON gets the text that is
 * called so, which may hold its recipe or a caption: a text that belongs to none, or gives way, is not told of.
 */
export function pairSidecars(
  images: readonly string[],
  jsons: readonly string[],
  texts: readonly string[] = [],
): Pairs {
  const pairs = pairFiles(images, jsons);
  const beside = pairFiles(images, texts).sidecarOf;
  return { ...pairs, sidecarOf: new Map([...beside, ...pairs.sidecarOf]) };
}

function pairFiles(images: readonly string[], jsons: readonly string[]): Pairs {
  const known = new Set(images);
  const stems = groupByStem(images);
  const sidecarOf = new Map<string, string>();
  const ambiguous = new Map<string, readonly string[]>();
  const superseded = new Map<string, string>();
  const pair = (image: string, json: string): void => {
    if (sidecarOf.has(image)) superseded.set(json, image);
    else sidecarOf.set(image, json);
  };
  const targets = jsons.map((json) => ({ json, target: splitExtension(json).stem }));
  for (const { json, target } of targets) if (known.has(target)) pair(target, json);
  for (const { json, target } of targets) {
    const candidates = known.has(target) ? [] : (stems.get(target) ?? []);
    if (candidates.length > 1) ambiguous.set(json, candidates);
    for (const image of candidates.length === 1 ? candidates : []) pair(image, json);
  }
  return { sidecarOf, ambiguous, superseded };
}

function groupByStem(images: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const image of images) {
    const { stem } = splitExtension(image);
    const group = groups.get(stem);
    if (group === undefined) groups.set(stem, [image]);
    else group.push(image);
  }
  return groups;
}
