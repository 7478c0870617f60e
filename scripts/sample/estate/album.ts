import type { Label } from "../../../src/model/resource.js";
import type { Sidecar } from "./sidecar.js";

/** One picture of the sample: where it once lay, how it is drawn, and what is known about it. */
export interface SamplePicture {
  /** Path under the collected root, as it was there. */
  readonly sourceFile: string;
  readonly width: number;
  readonly height: number;
  readonly sidecar?: Sidecar;
  readonly item?: string;
  readonly labels: readonly Label[];
  readonly draw: () => string;
}

/** One album of the sample, its pictures in album order. */
export interface SampleAlbum {
  readonly slug: string;
  /** What a reader of the manifest should know: a comment at its head. */
  readonly comment?: string;
  readonly name: string;
  readonly type: "singles" | "deck" | "zodiac" | "lora-experiment" | "reference-pack";
  readonly setTemplate?: string;
  readonly public: boolean;
  readonly trainingSource: boolean;
  readonly provenance: { readonly source: string; readonly license: string; readonly notes: string };
  readonly pictures: readonly SamplePicture[];
}

/** Tags, and at most one caption, in the order in which a set of labels is kept. */
export function labelsFor(tags: readonly string[], caption?: string): readonly Label[] {
  const labels = [...tags].sort().map((text): Label => ({ text, type: "tag" }));
  return caption === undefined ? labels : [{ text: caption, type: "caption" }, ...labels];
}
