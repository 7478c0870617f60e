import { canonicalJson, type Json } from "../model/json.js";
import type { ObservedLabel } from "../model/observed.js";
import { LABEL_TYPES, type Label } from "../model/resource.js";
import { compareEntries } from "../model/text-order.js";

/** What others did to the labels of an image since we wrote them, brought into the declared ones. */
export interface LabelDrift {
  /** The labels to declare: those that stay in the order of `declared`, then new ones by type and text. */
  readonly labels: readonly Label[];
  readonly added: readonly Label[];
  readonly removed: readonly Label[];
  /** Foreign labels that no manifest can declare. */
  readonly unwritable: readonly Label[];
}

/**
 * Merges declared labels with live ones: a live label without a record was added, a recorded label that is missing was
 * removed. Undefined when nothing changed.
 */
export function mergeLabels(
  declared: readonly Label[],
  recorded: Json | undefined,
  live: readonly ObservedLabel[],
): LabelDrift | undefined {
  const known = new Set(Array.isArray(recorded) ? recorded.map(keyOf) : []);
  const wanted = new Set(declared.map(keyOf));
  const held = new Map(live.map(({ text, type }) => [keyOf({ text, type }), { text, type }]));
  const news = [...held].filter(([key]) => !known.has(key) && !wanted.has(key)).sort(compareEntries);
  const [added, unwritable] = [true, false].map((fits) =>
    news.map(([, label]) => label).filter((label) => isWritable(label) === fits),
  ) as [Label[], Label[]];
  const removed = declared.filter((label) => known.has(keyOf(label)) && !held.has(keyOf(label)));
  if (added.length + removed.length + unwritable.length === 0) return undefined;
  const labels = [...declared.filter((label) => !removed.includes(label)), ...added];
  return { labels, added, removed, unwritable };
}

function isWritable({ text, type }: Label): boolean {
  return text !== "" && LABEL_TYPES.some((known) => known === type);
}

function keyOf(label: Json): string {
  return canonicalJson(label);
}
