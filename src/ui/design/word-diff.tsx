/** A run of words: in both texts, only in the new one, or only in the old one. */
interface Run {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** More words than this on both sides are shown as removed and added, since the table below grows with their product. */
const MOST_WORDS = 1500;

/** The words of two texts lined up by their longest common subsequence. */
export function diffWords(before: string, after: string): readonly Run[] {
  if (before === after) return [{ kind: "same", text: after }];
  const old = before.match(/\s+|[^\s,.;:]+|[,.;:]/g) ?? [];
  const now = after.match(/\s+|[^\s,.;:]+|[,.;:]/g) ?? [];
  if (old.length > MOST_WORDS || now.length > MOST_WORDS)
    return [
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ];
  return joinRuns(walk(old, now, lengths(old, now)));
}

/** Lengths of the longest common subsequences of the ends of both lists, in one array of (old + 1) × (now + 1). */
function lengths(old: readonly string[], now: readonly string[]): Uint16Array {
  const width = now.length + 1;
  const table = new Uint16Array((old.length + 1) * width);
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = now.length - 1; column >= 0; column -= 1) {
      table[row * width + column] =
        old[row] === now[column]
          ? (table[(row + 1) * width + column + 1] as number) + 1
          : Math.max(table[(row + 1) * width + column] as number, table[row * width + column + 1] as number);
    }
  }
  return table;
}

function walk(old: readonly string[], now: readonly string[], table: Uint16Array): Run[] {
  const width = now.length + 1;
  const runs: Run[] = [];
  let row = 0;
  let column = 0;
  while (row < old.length || column < now.length) {
    if (row < old.length && column < now.length && old[row] === now[column]) {
      runs.push({ kind: "same", text: now[column] as string });
      row += 1;
      column += 1;
    } else if (
      column === now.length ||
      (row < old.length &&
        (table[(row + 1) * width + column] as number) >= (table[row * width + column + 1] as number))
    ) {
      runs.push({ kind: "removed", text: old[row] as string });
      row += 1;
    } else {
      runs.push({ kind: "added", text: now[column] as string });
      column += 1;
    }
  }
  return runs;
}

function joinRuns(runs: readonly Run[]): readonly Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last?.kind === run.kind) joined[joined.length - 1] = { kind: run.kind, text: last.text + run.text };
    else joined.push(run);
  }
  return joined;
}

/** A text with what was added and removed marked in it. */
export function WordDiff({ before, after }: { readonly before: string; readonly after: string }) {
  return (
    <>
      {diffWords(before, after).map(({ kind, text }, index) =>
        kind === "same" ? (
          text
        ) : kind === "added" ? (
          <ins key={index}>{text}</ins>
        ) : (
          <del key={index}>{text}</del>
        ),
      )}
    </>
  );
}
