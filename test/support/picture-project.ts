import type { TestContext } from "node:test";
import { ROOT_MARKER } from "../../src/manifest/check/assets.js";
import { hashBytes } from "./pictures.js";
import { type Files, makeProject } from "./project.js";

/** A picture as an album declares it. `declared`: further or other fields of its entry. */
export interface DeclaredPicture {
  readonly file: string;
  readonly bytes: Buffer;
  readonly declared?: { readonly [field: string]: unknown };
}

/** An album manifest that declares pictures of 8 × 8 pixels, unless they say otherwise. */
export function albumOf(
  slug: string,
  pictures: readonly DeclaredPicture[],
  head: { readonly [field: string]: unknown } = {},
): string {
  const images = pictures.map(({ file, bytes, declared }) => ({
    file,
    sha256: hashBytes(bytes),
    bytes: bytes.length,
    width: 8,
    height: 8,
    ...declared,
  }));
  // JSON is YAML.
  return `${JSON.stringify({ kind: "album", slug, name: slug, ...head, images }, null, 1)}\n`;
}

/** A project with a marked asset root, these pictures in it, and one album, `art`, that declares them. */
export function makePictureProject(
  t: Pick<TestContext, "after">,
  pictures: readonly DeclaredPicture[],
  head: { readonly [field: string]: unknown } = {},
  files: Files = {},
): string {
  return makeProject(t, {
    [`data/legacy/${ROOT_MARKER}`]: "main\n",
    "manifests/art.yaml": albumOf("art", pictures, head),
    ...Object.fromEntries(pictures.map(({ file, bytes }) => [`data/legacy/${file}`, bytes])),
    ...files,
  });
}
