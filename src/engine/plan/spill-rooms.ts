import { tmpdir } from "node:os";
import { setFlagsFromString } from "node:v8";
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

/** Where the images of a plan go, and then its lists. */
interface PlanSpill {
  readonly images: SpillRoom;
  /** To be asked for once the images are read: where they had no room, lists have none either. */
  readonly startLists: () => Lists;
}

/** `isFirst`: whether there is no database yet. */
export function createPlanSpill(isFirst: boolean): PlanSpill {
  if (!isFirst) return { images: SPILL, startLists: () => spillInto(SPILL) };
  let isSpilled = false;
  const onBegin = () => {
    isSpilled = true;
    SPILL.onBegin?.();
  };
  const room = { folder: SPILL.folder, from: FIRST_FROM };
  return {
    images: { ...room, onBegin },
    startLists: () => spillInto(isSpilled ? SPILL : room),
  };
}
