/** Pieces of a report that had room, and how many had not. */
interface FittedText {
  readonly pieces: readonly string[];
  readonly rest: number;
}

/** Shares a number of bytes out among the parts of a report, pictures not counted: they have a limit of their own. */
export class TextBudget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Renders items in their order until half of what is left is used up, so that each part shows something. */
  fill<T>(items: readonly T[], render: (item: T) => string): FittedText {
    let share = this.#left / 2;
    const pieces: string[] = [];
    for (const item of items) {
      const piece = render(item);
      share -= Buffer.byteLength(piece.replace(/src="data:[^"]*"/g, "")) + 1;
      if (share < 0) break;
      pieces.push(piece);
    }
    this.#left = this.#left / 2 + Math.max(0, share);
    return { pieces, rest: items.length - pieces.length };
  }
}
