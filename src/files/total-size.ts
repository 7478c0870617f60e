import { statSync } from "node:fs";

/** True when the files hold more bytes together. Looks at as many as that takes; one that can't be looked at holds none. */
export function isLarger(files: readonly string[], bytes: number): boolean {
  let sum = 0;
  return files.some((file) => {
    sum += sizeOf(file);
    return sum > bytes;
  });
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    // Who reads it says what is wrong with it.
    return 0;
  }
}
