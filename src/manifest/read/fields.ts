import { isJsonObject, type Json } from "../../model/json.js";

/** Fields while they are gathered. */
export type FieldDraft = { [field: string]: Json };

/** What a manifest says under the given keys, added to `fields`; a key that is absent is not declared. */
export function pick(declared: object, keys: readonly string[], fields: FieldDraft = {}): FieldDraft {
  const source = declared as { readonly [key: string]: Json | undefined };
  for (const key of keys) {
    const value = source[key];
    if (value !== undefined && Object.hasOwn(source, key)) fields[key] = value;
  }
  return fields;
}

/**
 * An object that is owned key by key, added to `fields`: `generation: {steps: 30}` → `generation.steps`. Null declares
 * no key.
 */
export function pickOwned(prefix: string, declared: unknown, fields: FieldDraft = {}): FieldDraft {
  const value = declared as Json | undefined;
  if (!isJsonObject(value)) return fields;
  for (const [key, part] of Object.entries(value)) fields[`${prefix}.${key}`] = part;
  return fields;
}
