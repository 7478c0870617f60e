import type { Address } from "../../model/address.js";
import type { Locate } from "../../model/estate.js";
import { concat, map, type Sequence, sequenceOf } from "../../model/lists/sequence.js";
import type { Image, Resource } from "../../model/resource.js";
import { compareByAddress, compareText } from "../../model/text-order.js";
import { checkFiles } from "../check/check-files.js";
import { checkIdentities } from "../check/check-identity.js";
import { checkReferences, listTargets } from "../check/check-references.js";
import { FileMarks } from "../check/find-clashes.js";
import type { Places } from "../places/places.js";
import { buildAlbum, indexMemberships, showIn } from "../read/album.js";
import { createLocate } from "../read/locate.js";
import type { ManifestHead, UsedFile } from "../read/manifest-file.js";
import type { BrokenManifest, Manifest } from "../read/read.js";
import { type BuiltTemplate, buildTemplate } from "../read/template.js";
import type { Report } from "../text/problem.js";
import type { ProjectFiles } from "../text/project-files.js";
import { type DescribedAlbum, describeImages } from "./describe-images.js";
import type { ExternalReferences } from "./external-references.js";

/** A manifest with the other files that shape its resources. */
export type BuiltManifest = ManifestHead & { readonly used: readonly UsedFile[] };

/** Objects that manifests declare, before they are checked against each other. */
export interface Build {
  readonly templates: readonly (BuiltTemplate & { readonly manifest: BuiltManifest })[];
  readonly albums: readonly DescribedAlbum[];
  readonly broken: readonly BrokenManifest[];
  /** Those of the files of the albums. */
  readonly marks: FileMarks;
}

/** What resources are built with. `prefix`: how many characters the database's path of an image has in front of its file. */
export interface BuildContext {
  readonly prefix: number;
  readonly files: ProjectFiles;
}

/**
 * Makes the objects of manifests, each by itself, so that what a manifest says can be let go before the next is read.
 * `keep` is called after each album with all of them so far, and may put equal ones that take less room in their places.
 */
export function buildManifests(
  manifests: Iterable<Manifest>,
  { prefix, files }: BuildContext,
  report: Report,
  keep: (albums: DescribedAlbum[]) => void = () => {},
): Build {
  const templates: Build["templates"][number][] = [];
  const albums: DescribedAlbum[] = [];
  const broken: BrokenManifest[] = [];
  const marks = new FileMarks();
  for (const manifest of manifests) {
    if (manifest.kind === "broken") broken.push(manifest);
    else if (manifest.kind === "album") {
      const album = describeImages(buildAlbum(manifest, prefix, report));
      marks.add(album);
      albums.push(album);
      keep(albums);
    } else {
      const template = buildTemplate(manifest, files, report);
      const { value: _, ...head } = manifest;
      templates.push({ ...template, manifest: { ...head, used: template.used } });
    }
  }
  return { templates, albums, broken, marks };
}

/** Checks what holds between manifests. */
export function checkBuild(build: Build, references: ExternalReferences, report: Report): void {
  const { templates, albums, broken, marks } = build;
  const declared = [...templates, ...albums].map(({ manifest, resource }) => ({
    file: manifest.file,
    resource,
  }));
  checkIdentities(declared, report);
  checkFiles(albums, marks, report);
  // What could not be read at all may declare anything.
  const complete =
    broken.every(({ value }) => value !== undefined) && albums.every(({ manifest }) => !manifest.partial);
  if (complete) checkReferences(albums, listTargets(templates, albums, broken, references.declares), report);
}

/** All resources, ascending by address: kinds do so as well. */
export function listResources(
  { templates, albums }: Build,
  { shownIn }: ExternalReferences,
): Sequence<Resource> {
  const elsewhere = indexMemberships(albums, shownIn);
  const images = map(sortImages(albums), (image) => showIn(image, elsewhere(image.address)));
  const sortAll = (all: readonly { readonly resource: Resource }[]) =>
    all.map(({ resource }) => resource).sort(compareByAddress);
  return concat<Resource>([sortAll(albums), images, sortAll(templates)]);
}

/** The images of all albums, ascending by address. */
function sortImages(albums: readonly DescribedAlbum[]): Sequence<Image> {
  const filled = albums.filter(({ images }) => images.length > 0);
  const inOrder = filled.toSorted((a, b) => compareText(a.summary.first ?? "", b.summary.first ?? ""));
  const isApart = inOrder.every(
    ({ summary }, index) => index === 0 || (inOrder[index - 1]?.summary.last ?? "") < (summary.first ?? ""),
  );
  if (isApart) return concat(inOrder.map(({ images }) => images));
  const images = concat(filled.map((album) => album.images));
  const addresses = Array.from(images, ({ address }) => address);
  const places = Uint32Array.from(addresses, (_, place) => place).sort(
    (a, b) => compareText(addresses[a] as Address, addresses[b] as Address) || a - b,
  );
  return sequenceOf(places.length, (place) => images.at(places[place] as number) as Image);
}

/** Finds the places of fields again. */
export function locateIn({ templates, albums }: Build, projectDir: string, places: Places): Locate {
  return createLocate({
    projectDir,
    places,
    albums: new Map(albums.map(({ resource }) => [resource.address, resource])),
    items: new Map(templates.flatMap(({ resource, spotOf }) => (spotOf ? [[resource.address, spotOf]] : []))),
  });
}
