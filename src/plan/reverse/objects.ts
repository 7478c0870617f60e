import { type Address, kindOf } from "../../model/address.js";
import type { Blocked } from "../../model/change.js";
import type { Observation, ObservedObject } from "../../model/observed.js";
import { blockInUse, type Objects } from "./judge.js";

import type { RunEntry } from "./run-entries.js";

/** Reads what reversing a run looks at: its objects, what its albums showed, and the albums of its images. */
export async function readCurrent(past: readonly RunEntry[], observation: Observation): Promise<Objects> {
  const wanted = new Set(past.flatMap(namesOf));
  const objects = new Map<Address, ObservedObject>();
  for await (const object of observation.objects(new Set()))
    if (wanted.has(object.address)) objects.set(object.address, object);
  return objects;
}

function namesOf({ address, formerAddress, former }: RunEntry): readonly Address[] {
  const places = (former.places ?? []).map(({ album }) => album);
  const albums = [...(former.albums?.added ?? []), ...(former.albums?.removed ?? [])] as readonly Address[];
  return [address, formerAddress, ...places, ...albums, ...(former.order ?? [])];
}

/** The moved objects whose former address is free or becomes free. Refusing one may block another, hence the rounds. */
export function acceptMoves(
  moved: readonly RunEntry[],
  objects: Objects,
): { readonly back: ReadonlySet<Address>; readonly blocked: readonly Blocked[] } {
  const blocked: Blocked[] = [];
  let accepted = moved;
  for (;;) {
    const back = new Set(accepted.map(({ address }) => address));
    const isFree = (name: Address) => back.has(name) || !hasRow(objects.get(name));
    const fits = accepted.filter(({ formerAddress }) => isFree(formerAddress));
    if (fits.length === accepted.length) return { back, blocked };
    for (const past of accepted)
      if (!isFree(past.formerAddress)) blocked.push(blockInUse(past, past.formerAddress));
    accepted = fits;
  }
}

/** The deleted images whose filename another row uses. */
export async function findTakenNames(
  deleted: readonly RunEntry[],
  observation: Observation,
): Promise<readonly Blocked[]> {
  const images = deleted.filter(({ address }) => kindOf(address) === "image");
  const found = await observation.findCandidates(
    images.map(({ address, former }) => ({ address, kind: "image", filenames: [former.guard] })),
  );
  const taken = new Set(found.map(({ address }) => address));
  return images
    .filter(({ address }) => taken.has(address))
    .map((past) => blockInUse(past, `the filename ${past.former.guard}`));
}

/** True for an object whose row is there. */
export function hasRow(object: ObservedObject | undefined): boolean {
  return object !== undefined && object.row !== null;
}
