import { formatAddress } from "../../src/model/address.js";
import { digestJson } from "../../src/model/digest.js";
import type { DesiredEstate } from "../../src/model/estate.js";
import type { Json } from "../../src/model/json.js";
import type {
  AlbumMember,
  Candidate,
  ForeignUse,
  Observation,
  ObservedObject,
  ObservedRow,
} from "../../src/model/observed.js";
import type { Album, Fields, Image, Resource, SetTemplate } from "../../src/model/resource.js";
import { compareText } from "../../src/model/text-order.js";
import type { PlanOptions } from "../../src/plan/options.js";
import { countKinds } from "../../src/plan/simulate-apply.js";

/** Options of an ordinary run, with what a test wants otherwise. */
export function planOptions(changed: Partial<PlanOptions> = {}): PlanOptions {
  return {
    prune: false,
    restore: [],
    allowDeletes: 0,
    deleteForeign: false,
    budget: { rows: 20, share: 0.1 },
    recipe: "r1",
    retryThumbnails: false,
    ...changed,
  };
}

/** An observation that lives in memory. */
export function observationOf(
  objects: readonly ObservedObject[],
  more: {
    readonly candidates?: readonly Candidate[];
    readonly members?: readonly AlbumMember[];
    readonly uses?: readonly ForeignUse[];
  } = {},
): Observation {
  const sorted = [...objects].sort((a, b) => compareText(a.address, b.address));
  return {
    database: { id: "test", schemaVersion: 1, generation: "D", profile: "D", pending: [], servedFrom: null },
    baseline: null,
    watermark: { mark: 0, run: 0 },
    findThumbnails: () => [],
    findOutdated: () => [],
    countOwned: () => countKinds(sorted.filter(({ state, row }) => state === "owned" && row !== null)),
    async *objects() {
      yield* sorted;
    },
    async findCandidates(queries) {
      const asked = new Set([...queries].map(({ address }) => address));
      return (more.candidates ?? []).filter(({ address }) => asked.has(address));
    },
    async findMembers(albums, except) {
      return (more.members ?? []).filter(
        ({ row }) => !except.has(row.id) && row.links.some(({ rowId }) => albums.includes(rowId)),
      );
    },
    async findForeignUses(addresses) {
      return (more.uses ?? []).filter(({ address }) => addresses.includes(address));
    },
  };
}

/** A valid estate of these resources. Places are `m.yaml`, the line being the position of the field. */
export function estateOf(...resources: readonly Resource[]): DesiredEstate {
  return {
    name: "main",
    resources: [...resources].sort((a, b) => compareText(a.address, b.address)),
    unchangedManifests: new Set(),
    renames: resources.flatMap(({ address, renamedFrom }) =>
      renamedFrom === undefined ? [] : [{ address, renamedFrom }],
    ),
    read: [],
    declaresImages: resources.some(({ kind }) => kind === "image"),
    manifests: [],
    locate: (resource, field, detail = []) => ({
      file: `m.yaml#${[field, ...detail].join(".")}`,
      line: 1 + Object.keys(resource.fields).indexOf(field),
      column: 1,
    }),
  };
}

function originOf(name: string) {
  return { source: { file: `manifests/${name}.yaml`, line: 1, column: 1 }, path: [] };
}

export function albumOf(
  slug: string,
  images: readonly string[] = [],
  fields: Fields = {},
  more: Partial<Album> = {},
): Album {
  const addresses = images.map((file) => formatAddress("image", file));
  return {
    kind: "album",
    address: formatAddress("album", slug),
    fields: { slug, name: slug, type: "deck", order: digestJson(addresses), ...fields },
    images: addresses,
    origin: originOf(slug),
    protect: false,
    ...more,
  };
}

export function imageOf(file: string, fields: Fields = {}, more: Partial<Image> = {}): Image {
  const albums = (fields.albums as readonly string[] | undefined) ?? [formatAddress("album", "a")];
  return {
    kind: "image",
    address: formatAddress("image", file),
    fields: { sha256: digestJson(file), bytes: 1, ...fields, albums },
    albums,
    home: albums[0] as string,
    filenames: [file.replaceAll("/", "__")],
    origin: originOf("a"),
    protect: false,
    ...more,
  };
}

export function templateOf(slug: string, fields: Fields = {}, more: Partial<SetTemplate> = {}): SetTemplate {
  return {
    kind: "set-template",
    address: formatAddress("set-template", slug),
    fields: { slug, name: slug, type: "set", is_set_template: true, ...fields },
    origin: originOf(slug),
    protect: false,
    ...more,
  };
}

export function rowOf(fields: Fields, changed: Partial<ObservedRow> = {}): ObservedRow {
  return { id: 1, guard: "guard", fields, unreadable: [], labels: [], links: [], ...changed };
}

/** The object that stands in the database once `resource` was applied and nobody touched it. */
export function appliedObject(resource: Resource, changed: Partial<ObservedObject> = {}): ObservedObject {
  const { kind, address, fields } = resource;
  const labels = ((fields.labels ?? []) as readonly { text: string; type: string }[]).map((label) => ({
    ...label,
    ours: true,
  }));
  const linked = kind === "album" ? resource.images : kind === "image" ? resource.albums : [];
  return {
    kind,
    address,
    state: "owned",
    protect: resource.protect,
    manifest: resource.origin.source.file,
    recorded: fields,
    run: 7,
    recordedAt: "2026-11-22 10:00:00.000000",
    movedFrom: null,
    rowId: 1,
    guard: "guard",
    row: rowOf(fields, { labels, links: [...linked].map((end) => ({ address: end, rowId: 1, ours: true })) }),
    thumbnail:
      kind === "image" ? { sha256: String(fields.sha256), recipe: "r1", state: "made", error: null } : null,
    ...changed,
  };
}

/** The same object after somebody else wrote `fields` into its row. */
export function editedObject(object: ObservedObject, fields: Fields): ObservedObject {
  const row = object.row as ObservedRow;
  return { ...object, row: { ...row, fields: { ...row.fields, ...fields } as { [field: string]: Json } } };
}
