import { constants } from "node:buffer";

/** The byte that ends each line. */
export const LINE_END = 10;

/** Longest line that is read. What is longer fits into no string, so it was not written by this program. */
const MOST_BYTES = constants.MAX_STRING_LENGTH;

/** A line that is not read to its end. */
export class LineTooLong extends Error {
  override readonly name: string = "LineTooLong";

  constructor(line: number) {
    super(`line ${line} is longer than ${MOST_BYTES} bytes`);
  }
}

/** The lines of a file whose bytes come in pieces, each with its end; the last may have none. Throws LineTooLong. */
export function* splitLines(pieces: Iterable<Buffer>): Generator<Buffer, void, undefined> {
  let begun: Buffer[] = [];
  let length = 0;
  let line = 1;
  for (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf(LINE_END); end >= 0; end = piece.indexOf(LINE_END, start)) {
      begun.push(piece.subarray(start, end + 1));
      start = end + 1;
      yield join(begun);
      begun = [];
      length = 0;
      line += 1;
    }
    if (start < piece.length) begun.push(piece.subarray(start));
    length += piece.length - start;
    if (length > MOST_BYTES) throw new LineTooLong(line);
  }
  if (begun.length > 0) yield join(begun);
}

function join(parts: readonly Buffer[]): Buffer {
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}
