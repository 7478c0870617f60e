import { addPictures } from "../../collect/add-pictures.js";
import type { CollectReport } from "../../collect/collect-report.js";
import { DRY_RUN_TARGET, openDisk } from "../../collect/collect-target.js";
import { type KnownAlbum, readKnownAlbums } from "../../collect/match/known-albums.js";
import { PromptIndex } from "../../collect/match/prompt-index.js";
import type { KnownTemplate } from "../../collect/source/collected-image.js";
import { didYouMean } from "../../manifest/text/suggest.js";
import { usageFailure } from "../project/failure.js";
import { type Project, readEstate } from "../project/project.js";
import { surveyOptionsOf } from "./collect.js";

/** Which pictures are added to which album. */
interface AddOptions {
  /** Absolute paths. */
  readonly files: readonly string[];
  /** Slug. */
  readonly album: string;
  /** The item of the album's set template that all of them show; undefined finds it by the prompt. */
  readonly item: string | undefined;
  /** Only tells what would be done. */
  readonly dryRun: boolean;
}

/** Stages pictures and appends them to an album. Throws a usage failure for an album or an item that nobody declares. */
export async function addFiles(
  project: Project,
  { files, album: slug, item, dryRun }: AddOptions,
): Promise<CollectReport> {
  const { settings, ports } = project;
  const { resources } = await readEstate(project);
  const albums = readKnownAlbums(settings.manifestDirs, settings);
  const album = findAlbum(albums, slug);
  const options = surveyOptionsOf(settings, resources);
  if (item !== undefined) checkItem(album, item, options.templates);
  const target = dryRun ? DRY_RUN_TARGET : openDisk(settings);
  const assetRoot = settings.assetRoots[0].dir;
  target.markRoot(assetRoot, settings.estate);
  return addPictures({
    files,
    album,
    albums,
    item,
    prompts: new PromptIndex(resources),
    assetRoot,
    manifestDir: settings.manifestDirs[0] as string,
    mode: "copy",
    target,
    options,
    signal: ports.takeSignal(),
  });
}

function findAlbum(albums: readonly KnownAlbum[], slug: string): KnownAlbum {
  const found = albums.find((album) => album.slug === slug);
  if (found?.type === "collection")
    throw usageFailure(
      `album ${slug} is a collection, which has no files of its own`,
      "Add the picture to another album, and refer to it from this one with ref.",
    );
  if (found !== undefined) return found;
  const near = didYouMean(
    slug,
    albums.map((album) => album.slug),
  );
  throw usageFailure(`no album has the slug "${slug}"${near}`, `Create it: sync new album ${slug}`);
}

function checkItem(
  { slug, setTemplate }: KnownAlbum,
  item: string,
  templates: readonly KnownTemplate[],
): void {
  const template = templates.find((one) => one.slug === setTemplate);
  if (template === undefined)
    throw usageFailure(
      `album ${slug} has no set template, so its pictures show no items`,
      "Declare set_template in its manifest, or leave --item out.",
    );
  const keys = template.items.map(({ key }) => key);
  if (keys.includes(item)) return;
  throw usageFailure(
    `the set template ${template.slug} has no item "${item}"${didYouMean(item, keys)}`,
    `sync render ${template.slug} lists the items.`,
  );
}
