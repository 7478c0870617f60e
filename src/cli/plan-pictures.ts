import { type Address, kindOf, nameOf } from "../model/address.js";
import type { Change } from "../model/change.js";
import type { Settings } from "../model/estate.js";
import type { Plan } from "../model/plan.js";
import type { Image, Resource } from "../model/resource.js";
import type { HtmlFacts } from "../report/html.js";
import { withDatabase } from "./database.js";

/** What the pictures of a report may take, as text in it. */
const MOST_CHARACTERS = 20 * 1024 * 1024;
/** What is shown first when not everything has room. */
const ORDER: readonly Change["action"][] = ["delete", "update", "move", "adopt", "release", "create"];

/**
 * Small pictures of the images of a plan, for its HTML report: of deletes and changes first, then of new ones, album by
 * album in turn, up to 20 MB. What is marked nsfw in a manifest or (`useDatabase`) the database is hidden in the bytes themselves.
 */
export async function takePictures(
  plan: Plan,
  resources: readonly Resource[],
  settings: Settings,
  useDatabase: boolean,
): Promise<HtmlFacts> {
  const [{ makePreview }, { resolveAsset }, { ImageProblem }] = await Promise.all([
    import("../images/preview.js"),
    import("../manifest/assets.js"),
    import("../images/problem.js"),
  ]);
  const images = plan.changes.filter(({ address }) => kindOf(address) === "image");
  const isHidden = await findHidden(images, resources, settings, useDatabase);
  const pictures = new Map<Address, string>();
  let room = MOST_CHARACTERS;
  let leftOut = 0;
  for (const change of sortByTurn(images)) {
    if (room <= 0) {
      leftOut++;
      continue;
    }
    const file = nameOf(change.address);
    const options = { hide: isHidden(change), shownAs: file };
    const preview = await makePreview(resolveAsset(settings, file), options).catch((error: unknown) => {
      // A picture that can't be shown is no reason not to show the plan; validate tells what is wrong with it.
      if (error instanceof ImageProblem) return undefined;
      throw error;
    });
    if (preview === undefined) continue;
    const uri = `data:image/webp;base64,${preview.toString("base64")}`;
    room -= uri.length;
    if (room < 0) leftOut++;
    else pictures.set(change.address, uri);
  }
  return { resources, pictures, leftOut };
}

async function findHidden(
  changes: readonly Change[],
  resources: readonly Resource[],
  settings: Settings,
  useDatabase: boolean,
): Promise<(change: Change) => boolean> {
  if (changes.length === 0) return () => false;
  const { listImages } = await import("../db/list.js");
  const rows = useDatabase
    ? await withDatabase(settings, "read", (handle) => listImages(handle, settings.estate, { isNsfw: true }))
    : [];
  const ids = new Set(rows.map(({ id }) => id));
  const hidden = new Set<string | null>(rows.map(({ address }) => address));
  const declared = resources.filter((resource): resource is Image => resource.kind === "image");
  for (const { address, fields } of declared) if (fields.nsfw === true) hidden.add(address);
  return (change) =>
    hidden.has(change.address) ||
    (change.action === "move" && hidden.has(change.from)) ||
    (change.action === "adopt" && ids.has(change.row.id));
}

/** By action; new images of several albums take turns, so that each album shows some. */
function sortByTurn(changes: readonly Change[]): readonly Change[] {
  const turns = new Map<string, number>();
  return changes
    .map((change) => {
      const album = change.action === "create" ? (change.placements[0]?.album ?? "") : change.action;
      const turn = turns.get(album) ?? 0;
      turns.set(album, turn + 1);
      return { change, rank: ORDER.indexOf(change.action), turn };
    })
    .sort((a, b) => a.rank - b.rank || a.turn - b.turn)
    .map(({ change }) => change);
}
