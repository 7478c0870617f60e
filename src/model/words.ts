/** A number with its noun, e.g. `1 image`, `34 images`, `2 entries`. */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
  return `${amount} ${amount === 1 ? noun : plural}`;
}

/** A size in whole megabytes, rounded up, e.g. `3 MB`. */
export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000)} MB`;
}
