/** Browsers end elements at some 16 million pixels; beyond this height the scroll position is scaled instead. */
export const MOST_HEIGHT = 8_000_000;
/** Tiles in the document at most. */
const MOST_TILES = 300;
/** Rows drawn above and below what is seen. */
const BEYOND = 2;
const GAP = 10;

/** Where tiles of one size lie. Nothing is kept per image: each place follows from its number. */
interface Geometry {
  readonly columns: number;
  readonly tile: number;
  readonly rows: number;
  /** Pixels from one row to the next. */
  readonly step: number;
  /** Height of the element that is scrolled. */
  readonly height: number;
  /** Height that it would have if there were no limit. */
  readonly whole: number;
}

/** `smallest`: the width that a tile has at least. Tiles grow where too many of them would be seen at once. */
export function layOut(count: number, width: number, seen: number, smallest: number): Geometry {
  for (let size = smallest; ; size *= 1.25) {
    const columns = Math.max(1, Math.floor((width + GAP) / (size + GAP)));
    const tile = Math.max(1, (width - GAP * (columns - 1)) / columns);
    const step = tile + GAP;
    const drawn = Math.ceil(seen / step) + 1 + 2 * BEYOND;
    if (drawn * columns > MOST_TILES && columns > 1) continue;
    const rows = Math.ceil(count / columns);
    const whole = Math.max(0, rows * step - GAP);
    return { columns, tile, rows, step, whole, height: Math.min(whole, MOST_HEIGHT) };
  }
}

/** How far into the whole height the top of the window is, when it is `scrolled` pixels into the element. */
export function depthOf(geometry: Geometry, scrolled: number, seen: number): number {
  const { whole, height } = geometry;
  if (whole <= height) return scrolled;
  const share = Math.min(1, Math.max(0, scrolled / (height - seen)));
  return share * (whole - seen);
}

/** The other way round: where to scroll to, so that this depth is at the top of the window. */
export function scrollOf(geometry: Geometry, depth: number, seen: number): number {
  const { whole, height } = geometry;
  if (whole <= height) return depth;
  return (depth / (whole - seen)) * (height - seen);
}

/** The tiles to draw, and where their first row begins, in pixels of the element. */
export function windowOf(geometry: Geometry, scrolled: number, seen: number, count: number) {
  const depth = depthOf(geometry, scrolled, seen);
  const first = Math.max(0, Math.floor(depth / geometry.step) - BEYOND);
  const last = Math.min(geometry.rows, Math.ceil((depth + seen) / geometry.step) + BEYOND);
  return {
    start: first * geometry.columns,
    end: Math.min(count, last * geometry.columns),
    offset: scrolled + first * geometry.step - depth,
  };
}
