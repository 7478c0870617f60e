import { didYouMean } from "../manifest/text/suggest.js";
import { type Address, nameOf } from "../model/address.js";
import { groupBy } from "../model/lists/group.js";
import { filter } from "../model/lists/sequence.js";
import { namedItems } from "../model/prompt.js";
import { coverAlbums } from "../model/sets/coverage.js";
import { usageFailure } from "./project/failure.js";
import { type Project, readEstate } from "./project/project.js";

/** Which items of which sets: all that fit every given condition. */
export interface ItemFilter {
  /** Slug of the set template. */
  readonly template?: string;
  /** Slug of the album. */
  readonly album?: string;
  /** Name of the item. */
  readonly item?: string;
  readonly isMissing?: boolean;
}

/** An item of a set template in one of its albums. */
export interface ListedItem {
  readonly template: string;
  /** Slug; null for a template that no album is tied to. */
  readonly album: string | null;
  readonly item: string;
  /** Those that show it in this album: none when it is missing, several when it is doubled. */
  readonly images: readonly Address[];
}

/**
 * The items of set templates by album, as the manifests declare them: by template, then album, in the order of the
 * template. Throws a usage failure for a template or album that no manifest declares.
 */
export async function listItems(project: Project, wanted: ItemFilter): Promise<readonly ListedItem[]> {
  const { resources } = await readEstate(project);
  const templates = filter(resources, ({ kind }) => kind === "set-template");
  const covered = coverAlbums(resources);
  const byTemplate = groupBy(covered, (one) => one.template.address);
  const { template, album, item, isMissing } = wanted;
  if (template !== undefined)
    checkKnown(
      "set template",
      template,
      templates.map(({ address }) => nameOf(address)),
    );
  if (album !== undefined)
    checkKnown(
      "album of a set",
      album,
      covered.map((one) => nameOf(one.album.address)),
    );
  const rows = templates.flatMap(({ address, fields }): readonly ListedItem[] => {
    const slug = nameOf(address);
    const albums = byTemplate.get(address);
    if (albums === undefined)
      return namedItems(fields).map(({ name }) => ({ template: slug, album: null, item: name, images: [] }));
    return albums.flatMap((one) =>
      one.items.map((row) => ({ template: slug, album: nameOf(one.album.address), ...row })),
    );
  });
  return rows
    .filter((row) => template === undefined || row.template === template)
    .filter((row) => album === undefined || row.album === album)
    .filter((row) => item === undefined || row.item === item)
    .filter((row) => isMissing === undefined || (row.images.length === 0) === isMissing);
}

function checkKnown(noun: string, slug: string, known: readonly string[]): void {
  if (known.includes(slug)) return;
  throw usageFailure(
    `no manifest declares the ${noun} "${slug}"${didYouMean(slug, known)}`,
    "sync ls items without a filter lists all of them.",
  );
}
