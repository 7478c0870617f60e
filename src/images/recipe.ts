/** Pixels of the square that a thumbnail lies in. */
export const BOX = 300;
/** Of the WebP encoder, 0 to 100. */
export const QUALITY = 85;
/** Counts up when the same settings begin to give other pictures. */
const VERSION = 1;

/** The name of a thumbnail recipe: format, box, quality, effort, version. */
export function nameRecipe(effort: number): string {
  return `webp-${BOX}-q${QUALITY}-e${effort}-v${VERSION}`;
}
