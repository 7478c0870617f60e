import type { Change, CreateChange } from "../model/change.js";
import { type Sequence, sequenceOf } from "../model/lists/sequence.js";
import { type ListRoom, LongList } from "../shelf/long-list.js";
import { type Outline, outlineOf, SavedImage } from "./saved-image.js";

/** Outlines are a tenth of the changes. */
const OUTLINES_ON_PAGE = 256;

/** Gathers the changes of a plan's file. Of new images beyond what `room` allows only outlines are read at each pass. */
export class SavedChanges {
  readonly #whole: LongList<Change>;
  readonly #outlines: LongList<Outline | null>;
  readonly #room: ListRoom;

  constructor(room: ListRoom) {
    this.#room = room;
    this.#whole = new LongList(room);
    this.#outlines = new LongList({ folder: room.folder, from: 0, onPage: OUTLINES_ON_PAGE });
  }

  push(change: Change): void {
    if (this.#whole.length >= this.#room.from) this.#outlines.push(outlineOf(change));
    this.#whole.push(change);
  }

  list(): Sequence<Change> {
    const whole = this.#whole.list();
    const outlines = this.#outlines.list();
    if (outlines.length === 0) return whole;
    const kept = whole.length - outlines.length;
    return sequenceOf(whole.length, (place) => {
      const outline = place < kept ? null : outlines.at(place - kept);
      return outline
        ? new SavedImage(outline, () => whole.at(place) as CreateChange)
        : (whole.at(place) as Change);
    });
  }
}
