import type { CollectedImage } from "../source/collected-image.js";
import { addHashToFile } from "../source/names.js";
import { type AlbumRename, findRenames } from "./find-renames.js";
import type { KnownAlbum, KnownEntry } from "./known-albums.js";

/** A finding with the entry that declares it already; `file`: where it is staged under the asset root. */
export interface MatchedImage {
  readonly finding: CollectedImage;
  readonly file: string;
  readonly album: KnownAlbum | undefined;
  readonly entry: KnownEntry | undefined;
}

/** How findings and manifests fit together. */
export interface Matching {
  /** In the order of the findings. */
  readonly matched: readonly MatchedImage[];
  readonly renames: readonly AlbumRename[];
  /** Entries that came from this root and whose source is not there any more, by album. */
  readonly vanished: ReadonlyMap<KnownAlbum, readonly KnownEntry[]>;
}

/** True when the album was collected from the root of this name, or does not say from where. */
export function isFromRoot({ provenance }: KnownAlbum, rootName: string): boolean {
  return provenance === undefined || provenance === rootName || provenance.startsWith(`${rootName}/`);
}

/** The entries of an album that were collected from the root of this name. */
export function entriesFrom(album: KnownAlbum, rootName: string): readonly KnownEntry[] {
  const isOurs = isFromRoot(album, rootName);
  return album.entries.filter(({ sourceRoot }) =>
    sourceRoot === undefined ? isOurs : sourceRoot === rootName,
  );
}

/** Finds the entry of each finding: by the path that it came from, by a renamed folder, by equal bytes in its album. */
export function matchImages(
  findings: readonly CollectedImage[],
  seen: ReadonlySet<string>,
  albums: readonly KnownAlbum[],
  rootName: string,
): Matching {
  const ours = new Set(albums.flatMap((album) => entriesFrom(album, rootName)));
  const isGone = (entry: KnownEntry): boolean =>
    ours.has(entry) && (entry.sourceFile === undefined || !seen.has(entry.sourceFile));
  const renames = findRenames(findings, albums, isGone);
  const claims = new Claims(albums, ours, renames, isGone);
  const matched = findings.map((finding) => claims.claim(finding));
  const vanished = new Map<KnownAlbum, readonly KnownEntry[]>();
  for (const album of albums) {
    const gone = album.entries.filter((entry) => isGone(entry) && !claims.isClaimed(entry));
    if (gone.length > 0) vanished.set(album, gone);
  }
  return { matched, renames, vanished };
}

/** Entries that wait for their findings; each goes to one of them. */
class Claims {
  readonly #bySource = new Map<string, Claim>();
  readonly #bySlug: ReadonlyMap<string, KnownAlbum>;
  readonly #byFile = new Map<string, Claim>();
  readonly #claimed = new Set<KnownEntry>();
  readonly #renamed: ReadonlyMap<string, AlbumRename>;
  readonly #isGone: (entry: KnownEntry) => boolean;
  readonly #taken = new Set<string>();

  constructor(
    albums: readonly KnownAlbum[],
    ours: ReadonlySet<KnownEntry>,
    renames: readonly AlbumRename[],
    isGone: (entry: KnownEntry) => boolean,
  ) {
    this.#bySlug = new Map(albums.map((album) => [album.slug, album]));
    this.#renamed = new Map(renames.map((rename) => [rename.to.slug, rename]));
    this.#isGone = isGone;
    for (const album of albums) {
      for (const entry of album.entries) {
        this.#byFile.set(entry.file, { album, entry });
        if (ours.has(entry) && entry.sourceFile !== undefined)
          this.#bySource.set(entry.sourceFile, { album, entry });
      }
    }
  }

  isClaimed(entry: KnownEntry): boolean {
    return this.#claimed.has(entry);
  }

  claim(finding: CollectedImage): MatchedImage {
    const rename = this.#renamed.get(finding.album.slug);
    const found = this.#findClaim(finding, rename);
    if (found === undefined)
      return { finding, file: this.#freeFile(finding), album: this.#albumOf(finding), entry: undefined };
    this.#claimed.add(found.entry);
    const file = rename?.from === found.album ? rename.moveFile(found.entry.file) : found.entry.file;
    this.#taken.add(file);
    return { finding, file, ...found };
  }

  #albumOf({ album: { slug } }: CollectedImage): KnownAlbum | undefined {
    return this.#renamed.get(slug)?.from ?? this.#bySlug.get(slug);
  }

  #findClaim(finding: CollectedImage, rename: AlbumRename | undefined): Claim | undefined {
    const direct = this.#bySource.get(finding.file);
    if (direct !== undefined && this.#isFree(direct.entry)) return direct;
    const staged = this.#byFile.get(finding.stagedAs);
    const sameBytes = staged?.entry.sha256 === finding.sha256 && this.#isGone(staged.entry);
    if (staged !== undefined && sameBytes && this.#isFree(staged.entry)) return staged;
    const album = rename?.from ?? this.#bySlug.get(finding.album.slug);
    const name = finding.file.split("/").at(-1);
    const twins = album?.entries.filter(
      (entry) => entry.sha256 === finding.sha256 && this.#isGone(entry) && this.#isFree(entry),
    );
    const entry = twins?.find(({ sourceFile }) => sourceFile?.split("/").at(-1) === name) ?? twins?.[0];
    return album === undefined || entry === undefined ? undefined : { album, entry };
  }

  #isFree(entry: KnownEntry): boolean {
    return !this.#claimed.has(entry);
  }

  /** Where the rules put it, unless another image is declared there. */
  #freeFile({ stagedAs, sha256 }: CollectedImage): string {
    const isTaken = this.#taken.has(stagedAs) || this.#byFile.has(stagedAs);
    const file = isTaken ? addHashToFile(stagedAs, sha256) : stagedAs;
    this.#taken.add(file);
    return file;
  }
}

interface Claim {
  readonly album: KnownAlbum;
  readonly entry: KnownEntry;
}
