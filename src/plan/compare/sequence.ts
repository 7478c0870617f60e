/** Positions of one longest ascending run of `values`, from left to right; `values` holds no number twice. */
export function longestAscent(values: readonly number[]): readonly number[] {
  const tails: number[] = [];
  const previous: number[] = [];
  values.forEach((value, position) => {
    const length = lowerBound(tails, value, values);
    previous[position] = length === 0 ? -1 : (tails[length - 1] as number);
    tails[length] = position;
  });
  const ascent: number[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] as number) ascent.push(at);
  return ascent.reverse();
}

/** How many members must change their place to turn `before` into `after`; both hold the same members, each once. */
export function countMoved<T>(before: readonly T[], after: readonly T[]): number {
  const place = new Map(before.map((member, index) => [member, index]));
  const order = after.map((member) => place.get(member) as number);
  return order.length - longestAscent(order).length;
}

function lowerBound(tails: readonly number[], value: number, values: readonly number[]): number {
  let low = 0;
  let high = tails.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[tails[middle] as number] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
