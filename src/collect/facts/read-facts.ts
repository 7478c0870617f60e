import type { DerivedFacts, FactSource, Notice } from "../source/collected-image.js";
import { deriveFacts } from "./derive-facts.js";
import type { FactCache } from "./fact-cache.js";
import { FactThreads } from "./fact-threads.js";
import type { SurveyOptions } from "./survey-options.js";

/** For fewer pictures, threads take longer to start than they save. */
const LEAST_FOR_THREADS = 400;
/** Pictures that a thread takes at once. */
const BATCH = 32;
/** Batches that are under way or wait for their turn, for each thread. */
const BATCHES_PER_THREAD = 3;

type Facts = DerivedFacts | Notice;

/**
 * The facts of pictures in their order, read as they are asked for, from the cache where they did not change; many of them
 * by several threads, some way ahead. `options.threads`: how many may read at the same time.
 */
export async function* readFacts(
  sources: readonly FactSource[],
  options: SurveyOptions,
): AsyncGenerator<Facts> {
  const { cache, threads = 1 } = options;
  if (cache === undefined) for (const source of sources) yield deriveFacts(source);
  else if (threads < 2 || !hasMany(sources, cache)) for (const source of sources) yield cache.derive(source);
  else yield* readByThreads(sources, cache, options, threads);
}

function hasMany(sources: readonly FactSource[], cache: FactCache): boolean {
  let unknown = 0;
  return sources.some((source) => isPlain(source) && !cache.knows(source) && ++unknown >= LEAST_FOR_THREADS);
}

/** Other formats take the picture library, which only the main thread has. */
function isPlain({ file }: FactSource): boolean {
  return /\.(?:png|jpe?g|webp)$/i.test(file);
}

async function* readByThreads(
  sources: readonly FactSource[],
  cache: FactCache,
  options: SurveyOptions,
  count: number,
): AsyncGenerator<Facts> {
  const threads = new FactThreads(options, count);
  const begun: Promise<readonly (Facts | undefined)[]>[] = [];
  const begin = (at: number): void => {
    if (at >= sources.length) return;
    const batch = readBatch(sources.slice(at, at + BATCH), cache, threads);
    // Its turn may never come, and then nobody is to be told.
    batch.catch(() => {});
    begun.push(batch);
  };
  const ahead = count * BATCHES_PER_THREAD;
  try {
    for (let batch = 0; batch < ahead; batch++) begin(batch * BATCH);
    for (let at = 0; at < sources.length; at += BATCH) {
      const facts = (await begun.shift()) ?? [];
      begin(at + ahead * BATCH);
      for (const [index, one] of facts.entries())
        yield one ?? (await cache.derive(sources[at + index] as FactSource));
    }
  } finally {
    await threads.close();
  }
}

/** Undefined for what is left to the main thread. */
async function readBatch(
  sources: readonly FactSource[],
  cache: FactCache,
  threads: FactThreads,
): Promise<readonly (Facts | undefined)[]> {
  const known = sources.map((source) => cache.find(source));
  const unread = sources.filter((source, index) => known[index] === undefined && isPlain(source));
  if (unread.length === 0) return known;
  const began = cache.now();
  const read = (await threads.read(unread)).values();
  return sources.map((source, index) => {
    const facts = known[index] === undefined && isPlain(source) ? read.next().value : undefined;
    if (facts) cache.note(source, facts, began);
    return known[index] ?? facts?.derived;
  });
}
