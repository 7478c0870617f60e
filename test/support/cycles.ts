/** An arrow between two files or two folders. */
interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** Groups whose members reach each other, however many others lie between. */
export function findCycles(arrows: readonly Arrow[]): readonly (readonly string[])[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of arrows) {
    const known = targets.get(from) ?? [];
    known.push(to);
    targets.set(from, known);
  }
  const reached = new Map([...targets.keys()].map((from) => [from, reach(from, targets)]));
  const cycles = new Set<string>();
  for (const [from, seen] of reached) {
    if (!seen.has(from)) continue;
    cycles.add(
      [...seen]
        .filter((other) => reached.get(other)?.has(from))
        .sort()
        .join(" "),
    );
  }
  return [...cycles].map((cycle) => cycle.split(" "));
}

function reach(start: string, targets: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const target of targets.get(file) ?? []) {
      if (seen.has(target)) continue;
      seen.add(target);
      waiting.push(target);
    }
  }
  return seen;
}
