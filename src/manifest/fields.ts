import { isJsonObject, type Json } from "../model/json.js";

/** Fields while they are gathered. */
export type FieldDraft = { [field: string]: Json };

/** What a manifest says under the given keys; a key that is absent is not declared. */
export function pick(declared: object, keys: readonly string[]): FieldDraft {
  const source = declared as { readonly [key: string]: Json | undefined };
  const fields: FieldDraft = {};
  for (const key of keys) {
    const value = Object.hasOwn(source, key) ? source[key] : undefined;
    if (value !== undefined) fields[key] = value;
  }
  return fields;
}

/** An object that is owned key by key: `generation: {steps: 30}` → `generation.steps`. Null declares no key. */
export function pickOwned(prefix: string, declared: unknown): FieldDraft {
  const value = declared as Json | undefined;
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [`${prefix}.${key}`, part]));
}
