import { type Address, formatAddress } from "../address.js";
import { groupBy } from "../lists/group.js";
import { namedItems } from "../prompt.js";
import type { Album, Resource, SetTemplate } from "../resource.js";
import { compareByAddress } from "../text-order.js";

/** An item of a set template with the images that show it: none when it is missing, several when it is doubled. */
interface ItemCoverage {
  readonly item: string;
  readonly images: readonly Address[];
}

/** Which items of its set template an album shows, in the order of the template. */
export interface AlbumCoverage {
  readonly album: Album;
  readonly template: SetTemplate;
  readonly items: readonly ItemCoverage[];
}

/**
 * The coverage of every album whose set template is declared, ascending by album. Resources may come in any order;
 * they are gone through once.
 */
export function coverAlbums(resources: Iterable<Resource>): readonly AlbumCoverage[] {
  const templates = new Map<string, SetTemplate>();
  const shown = new Map<Address, string>();
  const albums: Album[] = [];
  for (const resource of resources) {
    if (resource.kind === "set-template") templates.set(resource.address, resource);
    else if (resource.kind === "album") albums.push(resource);
    else if (typeof resource.fields.item === "string") shown.set(resource.address, resource.fields.item);
  }
  return albums.sort(compareByAddress).flatMap((album) => {
    const slug = album.fields.set_template;
    const template =
      typeof slug === "string" ? templates.get(formatAddress("set-template", slug)) : undefined;
    return template === undefined ? [] : [{ album, template, items: coverItems(template, album, shown) }];
  });
}

/** The items that no image shows. */
export function listMissing(items: readonly ItemCoverage[]): readonly string[] {
  return items.filter(({ images }) => images.length === 0).map(({ item }) => item);
}

/** The coverage of several albums of one template as if they were one. */
export function joinCoverage(albums: readonly AlbumCoverage[]): readonly ItemCoverage[] {
  const [first, ...others] = albums.map(({ items }) => items);
  return (first ?? []).map(({ item, images }, index) => ({
    item,
    images: [...images, ...others.flatMap((items) => items[index]?.images ?? [])],
  }));
}

/** The items that more than one image shows. */
export function listDoubled(items: readonly ItemCoverage[]): readonly ItemCoverage[] {
  return items.filter(({ images }) => images.length > 1);
}

/** Each item of a template with the images of an album that are tied to it. `shown`: the item of an image. */
function coverItems(
  { fields }: SetTemplate,
  album: Album,
  shown: ReadonlyMap<Address, string>,
): readonly ItemCoverage[] {
  const images = groupBy(album.images, (address) => shown.get(address));
  return namedItems(fields).map(({ name }) => ({ item: name, images: images.get(name) ?? [] }));
}
