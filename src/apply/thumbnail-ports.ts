import type { Address } from "../model/address.js";
import type { Clock } from "./clock.js";
import type { ThumbnailMaker, ThumbnailQueue } from "./ports.js";

/** How far thumbnails are. `total`: jobs that waited at the start, `done` includes the failed ones. */
export interface ThumbnailProgress {
  readonly phase: "thumbnails";
  readonly done: number;
  readonly failed: number;
  readonly total: number;
}

/** What making thumbnails needs of the world. */
export interface ThumbnailPorts {
  readonly queue: ThumbnailQueue;
  readonly maker: ThumbnailMaker;
  /** Absolute path of an image's file. */
  readonly resolveAsset: (address: Address) => string;
  readonly clock: Clock;
  readonly onProgress: (progress: ThumbnailProgress) => void;
  /** Stops the work at the next safe point. */
  readonly signal: AbortSignal;
}
