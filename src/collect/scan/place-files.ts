import { toFilename } from "../../manifest/read/filename.js";
import type { SurveyOptions } from "../facts/survey-options.js";
import type { FoundAlbum } from "../source/collected-image.js";
import { readName } from "../source/name-parts.js";
import { addHashToFile, baseName, splitExtension, toSafeFile, toSafeFolder } from "../source/names.js";
import type { FindRule, RuledFolder } from "./folder-rule.js";
import { AlbumSlugs, describeAlbum } from "./place-album.js";

/** Album and staged path of one image. */
export interface Place {
  readonly album: FoundAlbum;
  readonly stagedAs: string;
  /** Where its sidecar is staged: `x.json`, or `x.png.json` when another image of that folder has the same stem. */
  readonly sidecarAs: string;
  /** The file of this tree that has the name which this one would have had. */
  readonly clashesWith?: string;
}

const UNDATED = "undated";
/** Longer paths between album and file are replaced by a hash: the database's filename holds 255 characters. */
const LONGEST_INNER = 80;

type PlaceOptions = Pick<SurveyOptions, "templates" | "timeZone" | "stagedBefore">;

interface Draft {
  readonly file: string;
  readonly album: FoundAlbum;
  readonly wanted: string;
  readonly wasSafe: boolean;
}

/** A place for each image that a rule is for, by its path below the root. `images` ascend; no two places clash. */
export function placeFiles(
  images: readonly string[],
  findRule: FindRule,
  rootName: string,
  options: PlaceOptions,
): ReadonlyMap<string, Place> {
  const drafts = draftPlaces(images, findRule, rootName, options);
  const before = options.stagedBefore ?? new Map<string, string>();
  const keepsPlace = ({ file, album }: Draft): boolean =>
    before.get(file)?.startsWith(`${album.slug}/`) === true;
  // Who was here before, or has a safe name already, keeps it: a newcomer must not rename what is there.
  const ranked = [
    drafts.filter(keepsPlace).map((draft) => ({ ...draft, wanted: before.get(draft.file) as string })),
    drafts.filter((draft) => !keepsPlace(draft) && draft.wasSafe),
    drafts.filter((draft) => !keepsPlace(draft) && !draft.wasSafe),
  ].flat();
  const taken = new Map<string, string>();
  const placed = ranked.map(({ file, album, wanted }) => {
    const clashesWith = taken.get(toFilename(wanted));
    const stagedAs = clashesWith === undefined ? wanted : addHashToFile(wanted, file);
    taken.set(toFilename(stagedAs), file);
    return { file, album, stagedAs, ...(clashesWith !== undefined && { clashesWith }) };
  });
  return placeSidecars(placed);
}

function placeSidecars(
  placed: readonly (Omit<Place, "sidecarAs"> & { readonly file: string })[],
): ReadonlyMap<string, Place> {
  const uses = new Map<string, number>();
  for (const { stagedAs } of placed) {
    const { stem } = splitExtension(stagedAs);
    uses.set(stem, (uses.get(stem) ?? 0) + 1);
  }
  return new Map(
    placed.map(({ file, ...place }) => {
      const { stem } = splitExtension(place.stagedAs);
      return [file, { ...place, sidecarAs: `${uses.get(stem) === 1 ? stem : place.stagedAs}.json` }];
    }),
  );
}

function draftPlaces(
  images: readonly string[],
  findRule: FindRule,
  rootName: string,
  options: PlaceOptions,
): readonly Draft[] {
  const slugs = new AlbumSlugs();
  const known = new Set(options.templates.map(({ slug }) => slug));
  const albums = new Map<string, FoundAlbum>();
  const albumOf = (ruled: RuledFolder, month: string): FoundAlbum => {
    const key = `${month}/${ruled.folder}`;
    const album =
      albums.get(key) ?? describeAlbum(ruled, { slug: slugs.choose(ruled, month), month, rootName, known });
    albums.set(key, album);
    return album;
  };
  return images.flatMap((file) => {
    const ruled = findRule(file.split("/").slice(0, -1));
    if (ruled === undefined) return [];
    const name = baseName(file);
    const month = readName(name, options.timeZone).month ?? UNDATED;
    const album = albumOf(ruled, month);
    const inner = ruled.inner.map(toSafeFolder).join("/");
    const folder = inner.length > LONGEST_INNER ? toSafeFolder(addHashToFile("nested", inner)) : inner;
    const path = [folder, toSafeFile(name)].filter(Boolean).join("/");
    return [
      {
        file,
        album,
        wanted: `${album.slug}/${path}`,
        wasSafe: file.endsWith(path),
      },
    ];
  });
}
