import { dirname, join } from "node:path";
import type { Arrangement } from "../manifest/edit/arrange-album.js";
import type { ImageEntry } from "../manifest/read/entry.js";
import { readManifest } from "../manifest/read/read.js";
import { openProjectFiles } from "../manifest/text/project-files.js";
import { type Address, formatAddress, nameOf } from "../model/address.js";
import type { ObservedObject } from "../model/observed.js";
import type { Album, Resource } from "../model/resource.js";
import { type MemberDrift, mergeMembers } from "./drift-members.js";

/** What was done to the images of one album in the database, and the list that says so. */
export interface AlbumDrift extends MemberDrift {
  readonly album: Address;
  readonly arrangement: Arrangement;
}

/** Gathers albums and their images as an observation streams by, albums first. */
export class MemberWatch {
  readonly #declared: ReadonlyMap<Address, Resource>;
  readonly #albums = new Map<Address, { readonly album: Album; readonly object: ObservedObject }>();
  readonly #recorded = new Map<Address, Set<Address>>();

  constructor(declared: ReadonlyMap<Address, Resource>) {
    this.#declared = declared;
  }

  see(object: ObservedObject, resource: Resource): void {
    if (object.state !== "owned" || object.row === null) return;
    if (resource.kind === "album") this.#albums.set(object.address, { album: resource, object });
    const { albums } = object.recorded;
    if (resource.kind !== "image" || !Array.isArray(albums)) return;
    for (const album of albums as readonly Address[]) {
      const known = this.#recorded.get(album);
      if (known === undefined) this.#recorded.set(album, new Set([object.address]));
      else known.add(object.address);
    }
  }

  /** Albums whose images or order others changed, ascending. `wanted`: true for an address that was asked for. */
  finish(wanted: (address: Address) => boolean, projectDir: string): readonly AlbumDrift[] {
    return [...this.#albums.values()].flatMap(({ album, object }) => {
      if (!wanted(album.address)) return [];
      const homes = (image: Address): boolean => {
        const resource = this.#declared.get(image);
        return resource?.kind === "image" && resource.home === album.address;
      };
      const drift = mergeMembers({
        declared: [...album.images],
        isHome: homes,
        links: object.row?.links ?? [],
        recorded: this.#recorded.get(album.address) ?? new Set(),
        isDeclared: (image) => this.#declared.has(image),
        orderIsRecorded: object.recorded.order === album.fields.order,
      });
      if (drift === undefined) return [];
      return [{ ...drift, album: album.address, arrangement: arrange(album, drift, projectDir) }];
    });
  }
}

function arrange({ origin }: Album, { images }: MemberDrift, projectDir: string): Arrangement {
  const manifest = join(projectDir, ...origin.source.file.split("/"));
  const entries = listEntries(manifest, projectDir);
  const places = new Map(entries.map(({ value }, index) => [addressOf(value), index]));
  return { manifest, entries, items: images.map((image) => places.get(image) ?? { ref: nameOf(image) }) };
}

function listEntries(manifest: string, projectDir: string): readonly ImageEntry<ListedEntry>[] {
  // It was read within the project's boundary before.
  const files = openProjectFiles({ projectDir, allowOutside: [dirname(manifest)], untrusted: false });
  const read = readManifest(manifest, files, ({ summary }) => {
    throw new Error(summary);
  });
  return read.kind === "album" ? read.images : [];
}

type ListedEntry = { readonly file: string } | { readonly ref: string };

function addressOf(entry: ListedEntry): Address {
  return formatAddress("image", "file" in entry ? entry.file : entry.ref);
}
