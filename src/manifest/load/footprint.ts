import { resolve } from "node:path";
import { formatAddress, nameOf } from "../../model/address.js";
import { digestJson } from "../../model/digest.js";
import type { ReadManifest, Reference } from "../../model/memory.js";
import type { Resource } from "../../model/resource.js";
import { foldPath } from "../check/fold-path.js";
import { type BuiltAlbum, hasRefs } from "../read/album.js";
import { isToldByFilename, toFilename } from "../read/filename.js";
import type { ManifestHead, UsedFile } from "../read/manifest-file.js";
import type { BuiltTemplate } from "../read/template.js";
import type { Problem } from "../text/problem.js";

/** The baseline of manifests. `problems`: all problems of any of them. */
export function describeManifests(
  templates: readonly (BuiltTemplate & { readonly manifest: ManifestHead })[],
  albums: readonly BuiltAlbum[],
  problems: readonly Problem[],
  shape: string,
): readonly ReadManifest[] {
  const noisy = listNoisy(problems);
  const describe = (manifest: ManifestHead, used: readonly UsedFile[]) => ({
    file: manifest.source.file,
    sha256: manifest.sha256,
    used,
    digest: digestJson([manifest.sha256, ...used.map(({ name, sha256 }) => [name, sha256])]),
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
    ...albums.map((album) => {
      const { images } = album;
      return {
        ...describe(album.manifest, album.manifest.used),
        longest: findLongest(Array.from(images, ({ address }) => nameOf(address))),
        objects: 1 + images.length,
        references: [...referTo(album), ...claimNames(album.resource), ...claimFiles(album)],
      };
    }),
  ];
}

/** Characters of the longest name. */
function findLongest(names: readonly string[]): number {
  // Characters take one code unit or two, so that most names need not be taken apart.
  return names.reduce((most, name) => (name.length <= most ? most : Math.max(most, [...name].length)), 0);
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

function claimFiles({ images }: BuiltAlbum): readonly Reference[] {
  return Array.from(images, ({ address: by, renamedFrom: former }): readonly Reference[] => {
    const name = nameOf(by);
    const path = foldPath(name);
    if (former === undefined && path === name && isToldByFilename(name)) return [];
    const filename = toFilename(name);
    return [
      ...(former === undefined ? [] : [{ role: "former" as const, key: former, by }]),
      ...(pathOf(filename) === name ? [] : [{ role: "filename" as const, key: filename, by }]),
      ...(path === name ? [] : [{ role: "path" as const, key: path, by }]),
    ];
  }).flat();
}

/** The path that most names in the database tell of themselves. */
export function pathOf(filename: string): string {
  return filename.replaceAll("__", "/");
}
