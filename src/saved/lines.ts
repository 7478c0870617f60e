const LINE_END = 10;

/** The lines of a file whose bytes come in pieces, each with its end; the last may have none. */
export function* splitLines(pieces: Iterable<Buffer>): Generator<Buffer, void, undefined> {
  let begun: Buffer[] = [];
  for (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf(LINE_END); end >= 0; end = piece.indexOf(LINE_END, start)) {
      begun.push(piece.subarray(start, end + 1));
      start = end + 1;
      yield join(begun);
      begun = [];
    }
    if (start < piece.length) begun.push(piece.subarray(start));
  }
  if (begun.length > 0) yield join(begun);
}

function join(parts: readonly Buffer[]): Buffer {
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}
