import { resolve } from "node:path";
import { formatAddress } from "../../model/address.js";
import type { ReadManifest, Reference } from "../../model/baseline.js";
import { digestJson } from "../../model/digest.js";
import type { Resource } from "../../model/resource.js";
import { type BuiltAlbum, hasRefs } from "../read/album.js";
import type { ManifestHead, UsedFile } from "../read/manifest-file.js";
import type { BuiltTemplate } from "../read/template.js";
import type { Problem } from "../text/problem.js";
import type { DescribedAlbum } from "./describe-images.js";

/** The baseline of manifests. `problems`: all problems of any of them. */
export function describeManifests(
  templates: readonly (BuiltTemplate & { readonly manifest: ManifestHead })[],
  albums: readonly DescribedAlbum[],
  problems: readonly Problem[],
  shape: string,
): readonly ReadManifest[] {
  const noisy = listNoisy(problems);
  const describe = (manifest: ManifestHead, used: readonly UsedFile[]) => ({
    file: manifest.source.file,
    sha256: manifest.sha256,
    used,
    digest: digestManifest(manifest.sha256, used),
    shape,
    silent: ![manifest.file, ...used.map(({ name }) => resolve(manifest.file, "..", name))].some((file) =>
      noisy.has(file),
    ),
  });
  return [
    ...templates.map((template) => ({
      ...describe(template.manifest, template.used),
      longest: 0,
      objects: 1,
      references: [...offerItems(template), ...claimNames(template.resource)],
    })),
    ...albums.map((album) => ({
      ...describe(album.manifest, album.manifest.used),
      longest: album.summary.longest,
      objects: 1 + album.images.length,
      references: [...referTo(album), ...claimNames(album.resource), ...album.summary.claims],
    })),
  ];
}

/** Digest of a manifest with the files that it uses. */
export function digestManifest(sha256: string, used: readonly UsedFile[]): string {
  return digestJson([sha256, ...used.map((one) => [one.name, one.sha256])]);
}

function listNoisy(problems: readonly Problem[]): ReadonlySet<string> {
  return new Set(
    problems.flatMap(({ at, related = [] }) => [
      ...(at === undefined ? [] : [at.file]),
      ...related.map((other) => other.at.file),
    ]),
  );
}

/** Digest of the parts of a set template that albums use: while it is equal, the albums need no check. */
export function offerItems({ resource, itemNames }: BuiltTemplate): readonly Reference[] {
  const key = digestJson([...(itemNames ?? [])].sort());
  return [{ role: "items", key, by: resource.address }];
}

function referTo(album: BuiltAlbum): readonly Reference[] {
  const by = album.resource.address;
  const template = album.manifest.declared.set_template ?? undefined;
  const refs = hasRefs(album) ? album.slots.filter(({ own }) => !own) : [];
  const shown = new Set(refs.map(({ address }) => address));
  return [
    ...(template === undefined
      ? []
      : [{ role: "template" as const, key: formatAddress("set-template", template), by }]),
    ...[...shown].map((key) => ({ role: "image" as const, key, by })),
  ];
}

function claimNames({ address, kind, renamedFrom, adopts }: Resource): readonly Reference[] {
  return [
    ...(renamedFrom === undefined ? [] : [{ role: "former" as const, key: renamedFrom, by: address }]),
    ...(adopts === undefined ? [] : [{ role: "adopts" as const, key: `${kind}:${adopts}`, by: address }]),
  ];
}
