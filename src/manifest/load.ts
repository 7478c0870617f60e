import { compareAddresses } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { digestJson } from "../model/digest.js";
import type { DesiredEstate, Settings } from "../model/estate.js";
import type { ManifestDigest } from "../model/plan.js";
import type { Resource } from "../model/resource.js";
import { type BuiltAlbum, buildAlbum, buildImages, indexMemberships } from "./album.js";
import { checkFiles } from "./check-files.js";
import { checkIdentities } from "./check-identity.js";
import { checkReferences, listTargets } from "./check-references.js";
import { diagnose } from "./diagnose.js";
import { listManifests } from "./discover.js";
import { createLocate } from "./locate.js";
import { createPlaces, type Places } from "./places.js";
import type { Problem, Report } from "./problem.js";
import { type Manifest, readManifest, type TemplateManifest } from "./read.js";
import { type BuiltTemplate, buildTemplate } from "./template.js";

interface Built {
  readonly templates: readonly (BuiltTemplate & { readonly manifest: TemplateManifest })[];
  readonly albums: readonly BuiltAlbum[];
}

/**
 * Reads every manifest of a project. All problems of all files are gathered, sorted by place; the estate is undefined
 * when one of them is an error. Writes nothing and does not look at image files.
 */
export function loadEstate(settings: Settings): {
  readonly estate?: DesiredEstate;
  readonly diagnostics: readonly Diagnostic[];
  /** The manifests that were read, relative to the project folder, ascending. */
  readonly files: readonly string[];
} {
  const problems: Problem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const places = createPlaces(settings.projectDir);
  const found = listManifests(settings.manifestDirs, places.show, report);
  const manifests = found.map((file) => readManifest(file, places.show, report));
  const files = found.map(places.show);
  const built = build(manifests, report);
  checkIdentities(
    [...built.templates, ...built.albums].map(({ manifest, resource }) => ({
      file: manifest.file,
      resource,
    })),
    report,
  );
  checkFiles(built.albums, report);
  checkLinks(manifests, built, report);
  const resources = listResources(built, settings, report);
  const diagnostics = diagnose(problems, places);
  if (diagnostics.some(({ severity }) => severity === "error")) return { diagnostics, files };
  return { estate: assemble(settings, built, resources, places), diagnostics, files };
}

function build(manifests: readonly Manifest[], report: Report): Built {
  return {
    templates: manifests
      .filter((manifest) => manifest.kind === "set-template")
      .map((manifest) => ({ ...buildTemplate(manifest, report), manifest })),
    albums: manifests.filter((manifest) => manifest.kind === "album").map(buildAlbum),
  };
}

function checkLinks(manifests: readonly Manifest[], { templates, albums }: Built, report: Report): void {
  const broken = manifests.filter((manifest) => manifest.kind === "broken");
  // What could not be read at all may declare anything.
  const complete =
    broken.every(({ value }) => value !== undefined) && albums.every(({ manifest }) => !manifest.partial);
  if (complete) checkReferences(albums, listTargets(templates, albums, broken), report);
}

function listResources(
  { templates, albums }: Built,
  settings: Settings,
  report: Report,
): readonly Resource[] {
  const shownIn = indexMemberships(albums);
  const [root] = settings.assetRoots;
  const prefix = [...(root.servedFrom ?? root.dir)].length + 1;
  const images = albums.flatMap((album) => buildImages(album, shownIn, prefix, report));
  return [
    ...templates.map(({ resource }) => resource),
    ...albums.map(({ resource }) => resource),
    ...images,
  ].sort((a, b) => compareAddresses(a.address, b.address));
}

function assemble(
  settings: Settings,
  { templates, albums }: Built,
  resources: readonly Resource[],
  places: Places,
): DesiredEstate {
  const manifests: ManifestDigest[] = [
    ...templates.map(({ manifest, used }) => ({ manifest, used })),
    ...albums.map(({ manifest }) => ({ manifest, used: manifest.used })),
  ].map(({ manifest, used }) => ({
    file: manifest.source.file,
    sha256: digestJson([manifest.sha256, ...used.map(({ name, sha256 }) => [name, sha256])]),
  }));
  return {
    name: settings.estate,
    resources,
    manifests: manifests.sort((a, b) => compareAddresses(a.file, b.file)),
    locate: createLocate({
      projectDir: settings.projectDir,
      places,
      albums: new Map(albums.map(({ resource }) => [resource.address, resource])),
      items: new Map(
        templates.flatMap(({ resource, spotOf }) => (spotOf ? [[resource.address, spotOf]] : [])),
      ),
    }),
  };
}
