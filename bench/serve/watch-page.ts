/** What a page was seen to do, times in milliseconds since its navigation began. */
export interface Seen {
  /** When the largest thing so far was painted. */
  readonly largestPaint: number;
  /** When the first thumbnail was there, and when all in sight were; null before. */
  readonly firstThumbnail: number | null;
  readonly allThumbnails: number | null;
  /** Tiles in the document at most. */
  readonly mostTiles: number;
  /** Tasks of more than 50 ms. */
  readonly longTasks: readonly number[];
  /** From each key to what was painted after it; those of less than 16 ms are not told. */
  readonly keys: readonly number[];
}

/**
 * Runs in a page before anything else of it and keeps `seen` up to date; `inSight()`: whether every tile in the window
 * has its picture. As text: nothing of Node is there.
 */
export const WATCH_PAGE = `{
  const seen = { largestPaint: 0, firstThumbnail: null, allThumbnails: null, mostTiles: 0, longTasks: [], keys: [] };
  const tiles = document.getElementsByClassName("tile");
  const hasPicture = (tile) => {
    const picture = tile.querySelector("img");
    return picture !== null && picture.complete && picture.naturalWidth > 0;
  };
  const isInWindow = (tile) => {
    const { top, bottom } = tile.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  globalThis.seen = seen;
  globalThis.inSight = () => {
    const shown = [...tiles].filter(isInWindow);
    return shown.length > 0 && shown.every(hasPicture);
  };
  const follow = (type, take, options) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...options });
  follow("largest-contentful-paint", (entry) => { seen.largestPaint = entry.startTime; });
  follow("longtask", (entry) => { seen.longTasks.push(entry.duration); });
  follow("event", (entry) => {
    if (entry.name === "keydown") seen.keys.push(entry.duration);
  }, { durationThreshold: 16 });
  const look = () => {
    if (seen.firstThumbnail === null && [...tiles].some(hasPicture)) seen.firstThumbnail = performance.now();
    if (seen.allThumbnails === null && inSight()) seen.allThumbnails = performance.now();
  };
  let isAsked = false;
  const ask = () => {
    if (isAsked || seen.allThumbnails !== null || tiles.length === 0) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      look();
    });
  };
  document.addEventListener("load", ask, true);
  new MutationObserver(() => {
    seen.mostTiles = Math.max(seen.mostTiles, tiles.length);
    ask();
  }).observe(document, { childList: true, subtree: true });
}`;
