import { type Address, nameOf } from "../../model/address.js";
import { groupBy } from "../../model/lists/group.js";
import type { AlbumMember } from "../../model/observed.js";
import type { Image } from "../../model/resource.js";
import { foldPath } from "../../model/text-order.js";

/** Row ids of albums by address; several for an album that can't be told from others. */
export type AlbumRows = ReadonlyMap<Address, readonly number[]>;

/** The rows of the albums that show an image. */
export function rowsOf({ albums }: Image, albumRows: AlbumRows): readonly number[] {
  return albums.flatMap((album) => albumRows.get(album) ?? []);
}

/** How well a row fits an image: the place in {@link LEVELS}. */
type Level = number;

/**
 * What tells that a row shows an image, best first. `path`: its file path ends with the path that the image was collected
 * from; `name`: its filename, or the last part of its path, is that of the source; `case`: but for letter case.
 */
const LEVELS = [
  { bytes: "same", name: "path" },
  { bytes: "same", name: "name" },
  { bytes: "same", name: "case" },
  { bytes: "same", name: undefined },
  { bytes: "unreadable", name: "path" },
  { bytes: "unreadable", name: "name" },
  { bytes: "unreadable", name: "case" },
] as const;

type NameMatch = (typeof LEVELS)[number]["name"];

/** What became of an image. */
export type MemberMatch =
  | { readonly verdict: "row"; readonly member: AlbumMember; readonly by: "bytes" | "source file" }
  | {
      readonly verdict: "ambiguous";
      readonly members: readonly AlbumMember[];
      /** Other images that one of the rows could be as well. */
      readonly rivals: readonly Address[];
    }
  | { readonly verdict: "other-bytes"; readonly members: readonly AlbumMember[] }
  /** Its album shows the same bytes in a row that an image of another album gets, or has already. */
  | { readonly verdict: "shown"; readonly member: AlbumMember; readonly taker: Address };

interface Pair {
  readonly image: Image;
  readonly member: AlbumMember;
}

/**
 * Finds which row shows which image, each pair within one album. `albumRows`: row ids of albums by address. A better
 * level goes first; a row and an image that are each other's only choice there belong together. Images without a row are
 * left out.
 */
export function matchMembers(
  images: readonly Image[],
  members: readonly AlbumMember[],
  albumRows: AlbumRows,
): ReadonlyMap<Address, MemberMatch> {
  const free = members.filter(({ owner }) => owner === undefined);
  const { levels, others } = sortPairs(images, free, albumRows);
  const matches = new Map<Address, MemberMatch>();
  const taken = new Map<AlbumMember, Image>();
  const disputed = new Set<AlbumMember>();
  levels.forEach((pairs, level) => {
    const open = pairs.filter(({ image, member }) => !matches.has(image.address) && !taken.has(member));
    const byMember = groupBy(open, ({ member }) => member);
    for (const [address, own] of groupBy(open, ({ image }) => image.address)) {
      const rivals = own
        .flatMap(({ member }) => byMember.get(member) ?? [])
        .map(({ image }) => image.address);
      const [first, ...more] = own;
      if (first === undefined) continue;
      const isSure = more.length === 0 && rivals.length === 1 && !disputed.has(first.member);
      matches.set(address, isSure ? settle(first.member, level) : dispute(own, address, rivals));
      if (isSure) taken.set(first.member, first.image);
      else for (const { member } of own) disputed.add(member);
    }
  });
  for (const { image, member } of levels.flat()) {
    const taker = taken.get(member);
    if (taker === undefined || matches.has(image.address)) continue;
    if (taker.fields.sha256 !== image.fields.sha256 || shareAlbum(taker, image)) continue;
    matches.set(image.address, { verdict: "shown", member, taker: taker.address });
  }
  const owned = indexMembers(members.filter(({ owner }) => owner !== undefined));
  for (const image of owned.size === 0 ? [] : images) {
    const shown = rowsOf(image, albumRows)
      .flatMap((row) => owned.get(`${row} bytes ${image.fields.sha256}`) ?? [])
      .find(({ owner }) => owner !== undefined && !shareAlbum(owner, image));
    if (shown?.owner === undefined || matches.has(image.address)) continue;
    matches.set(image.address, { verdict: "shown", member: shown, taker: shown.owner.address });
  }
  for (const [address, own] of groupBy(others, ({ image }) => image.address)) {
    const free = own.map(({ member }) => member).filter((member) => !taken.has(member));
    if (!matches.has(address) && free.length > 0)
      matches.set(address, { verdict: "other-bytes", members: free });
  }
  return matches;
}

/** Of two images of equal bytes in one album the second is a copy that its row lacks. */
function shareAlbum(a: Pick<Image, "albums">, b: Pick<Image, "albums">): boolean {
  return a.albums.some((album) => b.albums.includes(album));
}

function settle(member: AlbumMember, level: Level): MemberMatch {
  return { verdict: "row", member, by: LEVELS[level]?.bytes === "same" ? "bytes" : "source file" };
}

function dispute(own: readonly Pair[], address: Address, rivals: readonly Address[]): MemberMatch {
  return {
    verdict: "ambiguous",
    members: own.map(({ member }) => member),
    rivals: [...new Set(rivals)].filter((rival) => rival !== address).sort(),
  };
}

/** Pairs by level; `others`: those of equal name whose row shows other bytes. */
function sortPairs(
  images: readonly Image[],
  members: readonly AlbumMember[],
  albumRows: AlbumRows,
): { readonly levels: readonly Pair[][]; readonly others: readonly Pair[] } {
  const index = indexMembers(members);
  const levels: Pair[][] = LEVELS.map(() => []);
  const others: Pair[] = [];
  for (const image of images) {
    const sha256 = image.fields.sha256;
    const source = sourceOf(image);
    const found = new Set<AlbumMember>();
    for (const row of rowsOf(image, albumRows)) {
      for (const key of [`${row} bytes ${sha256}`, `${row} name ${foldPath(lastPart(source))}`])
        for (const member of index.get(key) ?? []) found.add(member);
    }
    for (const member of found) {
      const bytes =
        member.sha256 === null ? "unreadable" : member.sha256 === sha256 ? "same" : ("other" as const);
      const name = compareNames(source, member);
      const level = LEVELS.findIndex((one) => one.bytes === bytes && one.name === name);
      (levels[level] ?? others).push({ image, member });
    }
  }
  return { levels, others };
}

/** Rows by each album that shows them, with their bytes and with each of their names. */
function indexMembers(members: readonly AlbumMember[]): ReadonlyMap<string, readonly AlbumMember[]> {
  const index = new Map<string, AlbumMember[]>();
  for (const member of members) {
    const names = new Set(namesOf(member).map(foldPath));
    for (const { rowId } of member.row.links) {
      const keys = [...names].map((name) => `${rowId} name ${name}`);
      if (member.sha256 !== null) keys.push(`${rowId} bytes ${member.sha256}`);
      for (const key of keys) {
        const known = index.get(key);
        if (known === undefined) index.set(key, [member]);
        else known.push(member);
      }
    }
  }
  return index;
}

function compareNames(source: string, member: AlbumMember): NameMatch {
  const name = lastPart(source);
  if (`/${toSlashes(member.filePath)}`.endsWith(`/${source}`)) return "path";
  const names = namesOf(member);
  if (names.includes(name)) return "name";
  return names.map(foldPath).includes(foldPath(name)) ? "case" : undefined;
}

/** The path that an image was collected from, else that of its file. */
function sourceOf({ address, fields }: Image): string {
  const source = fields["source.file"];
  return typeof source === "string" && source !== "" ? toSlashes(source) : nameOf(address);
}

function namesOf({ row, filePath }: AlbumMember): readonly string[] {
  return [row.guard, lastPart(toSlashes(filePath))];
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function toSlashes(path: string): string {
  return path.replaceAll("\\", "/");
}
