/** A number with its noun, e.g. `1 image`, `34 images`, `2 entries`. */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
  return `${amount} ${amount === 1 ? noun : plural}`;
}
