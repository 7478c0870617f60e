import type { ImageLimits } from "../../images/header.js";
import type { CollectRule } from "../../model/collect-rule.js";
import type { KnownTemplate } from "../source/collected-image.js";
import type { FactCache } from "./fact-cache.js";

/** How a tree is surveyed. */
export interface SurveyOptions {
  /** Rules of the configuration; they go before the default ones. */
  readonly rules: readonly CollectRule[];
  /** IANA name of the zone of times without one, e.g. `Europe/Vienna`. */
  readonly timeZone: string;
  readonly templates: readonly KnownTemplate[];
  /** Bigger pictures are problems. */
  readonly limits: ImageLimits;
  /** Where a file of this root (`file` of {@link FileSeen}) was staged before: it keeps that place if its album is the same. */
  readonly stagedBefore?: ReadonlyMap<string, string>;
  /** What earlier runs read; without it everything is read. */
  readonly cache?: FactCache;
  /** How many threads may read pictures beside the cache; 1 when left out. */
  readonly threads?: number;
}
