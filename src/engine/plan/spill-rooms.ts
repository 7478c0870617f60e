import { tmpdir } from "node:os";
import { setFlagsFromString } from "node:v8";
import { isLarger } from "../../files/total-size.js";
import type { Lists } from "../../model/lists/sequence.js";
import { type SpillRoom, spillInto } from "../../spill/spill-buffer.js";

/** A plan of more images that have to be read keeps them in temporary files: each takes two kilobytes otherwise. */
export const SPILL: SpillRoom = {
  folder: tmpdir(),
  from: 20_000,
  // What is read first is kept, from which V8 learns to make such objects among the old; all those that then go to a file
  // would lie there with what they hold until the whole heap is looked through.
  onFirstAlbum: () => setFlagsFromString("--no-allocation-site-pretenuring"),
  // V8 lets garbage grow to four times what is in use before it looks for some.
  onBegin: () => setFlagsFromString("--heap-growing-percent=40"),
};

/**
 * How many members stay in memory of a plan for no database: there is nothing to compare, and changes share what their
 * images hold. For 100,000 images that takes 350 MB instead of 200, and a third less CPU.
 */
const FIRST_FROM = 110_000;

/**
 * Manifests of more bytes hold more images than that, at some 550 bytes each: files are begun early, since what has been kept
 * until then is given back late. A first apply of 1,000,000 images takes 300 MB so, and 450 MB when the files begin
 * with image 110,001.
 */
const FIRST_BYTES = 64_000_000;

/** Where the members of a plan for no database go. */
export interface FirstRoom extends SpillRoom {
  /** Of larger manifests, bytes together, members go where those of other plans do. */
  readonly mostBytes?: number;
}

/** Where the images of a plan go, and then its lists. */
interface PlanSpill {
  /** To be told the manifests. */
  readonly chooseImages: (manifests: readonly string[]) => SpillRoom;
  /** To be asked for once the images are read: where they had no room, lists have none either. */
  readonly startLists: () => Lists;
}

/**
 * `isFirst`: whether there is no database yet; `room`: where the members of such a plan go, and from how many on, when its
 * manifests are of a size that fits.
 */
export function createPlanSpill(
  isFirst: boolean,
  room: FirstRoom = { folder: SPILL.folder, from: FIRST_FROM },
): PlanSpill {
  if (!isFirst) return { chooseImages: () => SPILL, startLists: () => spillInto(SPILL) };
  let isSpilled = false;
  const onBegin = () => {
    isSpilled = true;
    SPILL.onBegin?.();
  };
  const lists = { ...SPILL, folder: room.folder, from: Math.min(SPILL.from, room.from) };
  return {
    chooseImages: (manifests) => ({
      ...(isLarger(manifests, room.mostBytes ?? FIRST_BYTES) ? SPILL : room),
      onBegin,
    }),
    startLists: () => spillInto(isSpilled ? lists : room),
  };
}
