import type { CellDiff, FieldDiff } from "../../model/change.js";
import type { Json } from "../../model/json.js";
import { type Item, itemsOf, nameItem } from "../../model/prompt.js";
import type { DocumentPath, SourceRef } from "../../model/source.js";
import type { Comparison } from "./comparison.js";
import { countMoved } from "./sequence.js";

type ItemsDiff = Pick<FieldDiff, "cells" | "added" | "removed" | "moved" | "source">;

/** Compares the items of a template by key: cells that differ, items that come, go or change their place. */
export function diffItems(comparison: Comparison, before: Json, after: Json): ItemsDiff {
  const keyTemplate = comparison.resource.fields.item_key;
  const old = indexItems(itemsOf(before), keyTemplate);
  const fresh = indexItems(itemsOf(after), keyTemplate);
  const common = [...fresh.keys()].filter((key) => old.has(key));
  const cells = common.flatMap((key) => diffItem(comparison, key, old, fresh));
  const added = [...fresh.keys()].filter((key) => !old.has(key));
  const removed = [...old.keys()].filter((key) => !fresh.has(key));
  const moved = countMoved(
    [...old.keys()].filter((key) => fresh.has(key)),
    common,
  );
  const source = cells[0]?.source ?? locateItem(comparison, fresh, added[0]);
  return {
    ...(cells.length > 0 ? { cells } : {}),
    ...(added.length > 0 ? { added } : {}),
    ...(removed.length > 0 ? { removed } : {}),
    ...(moved > 0 ? { moved } : {}),
    ...(source === undefined ? {} : { source }),
  };
}

/** Items by key. Keys are unique in a manifest; a database may repeat them, which gets a number. */
export function indexItems(
  items: readonly Item[],
  keyTemplate: Json | undefined,
): ReadonlyMap<string, IndexedItem> {
  const index = new Map<string, IndexedItem>();
  items.forEach((item, position) => {
    const name = typeof keyTemplate === "string" ? nameItem(keyTemplate, item) : `#${position + 1}`;
    let key = name;
    for (let copy = 2; index.has(key); copy++) key = `${name} (${copy})`;
    index.set(key, { item, position });
  });
  return index;
}

interface IndexedItem {
  readonly item: Item;
  readonly position: number;
}

function diffItem(
  comparison: Comparison,
  key: string,
  old: ReadonlyMap<string, IndexedItem>,
  fresh: ReadonlyMap<string, IndexedItem>,
): readonly CellDiff[] {
  const before = (old.get(key) as IndexedItem).item;
  const { item: after, position } = fresh.get(key) as IndexedItem;
  const columns = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return columns
    .filter((column) => cell(before, column) !== cell(after, column))
    .map((column) => ({
      item: key,
      column,
      ...optional("before", cell(before, column)),
      ...optional("after", cell(after, column)),
      ...locateCell(comparison, [position, column]),
    }));
}

function cell(item: Item, column: string): string | undefined {
  return Object.hasOwn(item, column) ? item[column] : undefined;
}

function optional<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };
}

function locateCell(comparison: Comparison, detail: DocumentPath): { readonly source?: SourceRef } {
  const source = comparison.locate(comparison.resource, "items", detail);
  return source === undefined ? {} : { source };
}

function locateItem(
  comparison: Comparison,
  fresh: ReadonlyMap<string, IndexedItem>,
  key: string | undefined,
): SourceRef | undefined {
  const position = key === undefined ? undefined : fresh.get(key)?.position;
  return comparison.locate(comparison.resource, "items", position === undefined ? [] : [position]);
}
