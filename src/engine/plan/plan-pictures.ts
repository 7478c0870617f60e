import { type Address, nameOf } from "../../model/address.js";
import { type Change, type Changes, outlinesOf } from "../../model/change.js";
import type { Settings } from "../../model/estate.js";
import type { Plan } from "../../model/plan.js";
import type { Resource } from "../../model/resource.js";
import { count } from "../../model/words.js";
import type { HtmlFacts } from "../../report/html/html.js";
import { withDatabase } from "../project/database.js";

/** What the pictures of a report may take, as text in it. */
const MOST_CHARACTERS = 14 * 1024 * 1024;
/** What is shown first when not everything has room. */
const ORDER: readonly Change["action"][] = ["delete", "update", "move", "adopt", "release", "create"];

/** Where pictures come from, and which may be shown. */
interface PictureSource {
  readonly settings: Settings;
  /** SHA-256 of the bytes that stand for a change; null: nobody says, so none do; undefined: whatever is there. */
  readonly digestOf: (change: Change) => string | null | undefined;
  /** True for what is shown only as coarse squares. */
  readonly isHidden: (change: Change) => boolean;
}

/**
 * What the HTML report of a plan shows that was made just now. What is marked nsfw in a manifest or (`useDatabase`) the
 * database is hidden in the bytes of its picture.
 */
export async function loadPictures(
  plan: Plan,
  resources: Iterable<Resource>,
  settings: Settings,
  useDatabase: boolean,
): Promise<HtmlFacts> {
  const digests = new Map<Address, string>();
  for (const { kind, address, fields } of resources)
    if (kind === "image") digests.set(address, fields.sha256 as string);
  const marked = useDatabase ? await readHiddenImages(settings) : undefined;
  const taken = await makePreviews(plan, {
    settings,
    digestOf: ({ address }) => digests.get(address),
    isHidden: hideImages(resources, marked),
  });
  return { resources, ...taken };
}

/** Which images the database marks nsfw, by what a change names them with. */
export type HiddenImages = { readonly ids: ReadonlySet<number>; readonly addresses: ReadonlySet<Address> };

/** Reads the marks of the database, which may be absent. */
export async function readHiddenImages(settings: Settings): Promise<HiddenImages> {
  const { listImages } = await import("../../db/read/list.js");
  const rows = await withDatabase(settings, "read", (handle) =>
    listImages(handle, settings.estate, { isNsfw: true }),
  );
  return {
    ids: new Set(rows.map(({ id }) => id)),
    addresses: new Set(rows.flatMap(({ address }) => (address === null ? [] : [address]))),
  };
}

/** Tells what manifests, database or the plan itself mark nsfw. */
export function hideImages(
  resources: Iterable<Resource>,
  marks: HiddenImages = { ids: new Set(), addresses: new Set() },
): (change: Change) => boolean {
  const declared = new Set<Address>();
  for (const { address, fields } of resources) if (fields.nsfw === true) declared.add(address);
  const isMarked = (address: Address) => declared.has(address) || marks.addresses.has(address);
  return (change) =>
    isMarked(change.address) ||
    (change.action === "move" && isMarked(change.from)) ||
    (change.action === "adopt" && marks.ids.has(change.row.id)) ||
    ("before" in change && change.before.nsfw === true) ||
    ("after" in change && change.after.nsfw === true);
}

/**
 * Small pictures of the images of a plan: of deletes and changes first, then of new ones, album by album in turn, as
 * many as have room.
 */
export async function makePreviews(
  plan: Plan,
  { settings, digestOf, isHidden }: PictureSource,
): Promise<Omit<HtmlFacts, "resources">> {
  const { createAssetGuard } = await import("../../manifest/check/assets.js");
  const isInside = createAssetGuard(settings);
  const pictures = new Map<Address, string>();
  const without = { room: 0, bytes: 0, digest: 0 };
  let room = MOST_CHARACTERS;
  for (const place of sortByTurn(plan.changes)) {
    if (room <= 0) {
      without.room++;
      continue;
    }
    const change = plan.changes.at(place) as Change;
    const digest = digestOf(change);
    if (digest === null) without.digest++;
    else {
      const file = nameOf(change.address);
      const uri = isInside(file) ? await drawPreview(file, settings, digest, isHidden(change)) : undefined;
      room -= uri?.length ?? 0;
      if (uri === undefined) without.bytes++;
      else if (room < 0) without.room++;
      else pictures.set(change.address, uri);
    }
  }
  const remarks = [
    ...(without.bytes > 0
      ? [
          `Without a picture: ${count(without.bytes, "image")} whose file is missing, damaged or not as declared.`,
        ]
      : []),
    ...(without.digest > 0
      ? [
          `Without a picture: ${count(without.digest, "image")} of which nothing here says what bytes are meant.`,
        ]
      : []),
  ];
  return { pictures, leftOut: without.room, remarks };
}

/** Undefined for a file that can't be shown, or has other bytes: no reason not to show the plan; validate tells more. */
async function drawPreview(
  file: string,
  settings: Settings,
  digest: string | undefined,
  hide: boolean,
): Promise<string | undefined> {
  const [{ makePreview }, { resolveAsset }, { hashFile }, { ImageProblem }] = await Promise.all([
    import("../../images/preview.js"),
    import("../../manifest/check/assets.js"),
    import("../../files/hash.js"),
    import("../../images/problem.js"),
  ]);
  const path = resolveAsset(settings, file);
  if (digest !== undefined && hashFile(path) !== digest) return undefined;
  try {
    const preview = await makePreview(path, { hide, shownAs: file });
    return `data:image/webp;base64,${preview.toString("base64")}`;
  } catch (error) {
    if (error instanceof ImageProblem) return undefined;
    throw error;
  }
}

/** The places of changes of images, by action; new images of several albums take turns, so that each album shows some. */
function sortByTurn(changes: Changes): readonly number[] {
  const turns = new Map<string, number>();
  const ranked: { readonly place: number; readonly rank: number; readonly turn: number }[] = [];
  let place = -1;
  for (const change of outlinesOf(changes)) {
    place++;
    if (change.kind !== "image") continue;
    const album = change.action === "create" ? (change.placements[0]?.album ?? "") : change.action;
    const turn = turns.get(album) ?? 0;
    turns.set(album, turn + 1);
    ranked.push({ place, rank: ORDER.indexOf(change.action), turn });
  }
  return ranked.sort((a, b) => a.rank - b.rank || a.turn - b.turn).map((each) => each.place);
}
