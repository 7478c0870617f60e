import { composeEdits, sortEntries } from "../collect/match/album-files.js";
import type { KnownAlbum } from "../collect/match/known-albums.js";
import { nameAlbum } from "../collect/source/album-name.js";
import { renderManifest, type TextToWrite } from "../manifest/edit/render.js";
import { type Address, formatAddress } from "../model/address.js";
import type { JsonObject } from "../model/json.js";

/** Images that are in no album that could be adopted: they get one by the month in which they were made. */
export class LooseImages {
  readonly #albums: ReadonlyMap<string, KnownAlbum>;
  readonly #byMonth = new Map<string, JsonObject[]>();

  /** `albums`: the declared albums. An existing album gets the new entries at its end. */
  constructor(albums: readonly KnownAlbum[]) {
    this.#albums = new Map(albums.map((album) => [album.slug, album]));
  }

  /** Takes the entry of an image. */
  add(entry: JsonObject): void {
    const month = /^\d{4}-\d{2}/.exec(String(entry.created_at ?? ""))?.[0] ?? "undated";
    const known = this.#byMonth.get(month);
    if (known === undefined) this.#byMonth.set(month, [entry]);
    else known.push(entry);
  }

  /** The files of the albums, ascending by month. */
  finish({ place, schemas }: LooseAlbumFiles): readonly LooseAlbum[] {
    return [...this.#byMonth].sort().map(([month, entries]) => {
      const slug = `uploads/${month}`;
      const known = this.#albums.get(slug);
      const texts =
        known === undefined
          ? renderManifest(place("album", slug), describeAlbum(slug, month, entries), schemas)
          : composeEdits(known, [], entries);
      const file = texts[0]?.file ?? "";
      return { address: formatAddress("album", slug), images: entries.length, file, texts };
    });
  }
}

/** Where the manifests go. */
interface LooseAlbumFiles {
  /** Absolute path of the manifest of a new address. */
  readonly place: (kind: "album", slug: string) => string;
  readonly schemas: string | undefined;
}

/** A manifest that is new or has grown, by how many images. */
interface LooseAlbum {
  readonly address: Address;
  readonly images: number;
  /** Absolute path. */
  readonly file: string;
  readonly texts: readonly TextToWrite[];
}

/** Like collected uploads, these are private until somebody publishes them. */
function describeAlbum(slug: string, month: string, entries: readonly JsonObject[]): JsonObject {
  return {
    kind: "album",
    slug,
    name: nameAlbum("Uploads, {month}", "uploads", month),
    type: "upload",
    public: false,
    training_source: false,
    images: sortEntries(entries),
  };
}
