import type { ManifestOp, Path } from "../../api/edit-types.js";
import type { Declared, Json } from "../../api/types.js";

/** The fields of the form by path joined with "."; undefined: the manifest does not have the key. */
export type Values = { readonly [field: string]: Json | undefined };

export interface Lora {
  readonly path: string;
  readonly weight: number;
  readonly name?: string;
}

/** Fields of the form that are single values. */
const FIELDS = [
  "slug",
  "name",
  "description",
  "public",
  "training_source",
  "protect",
  "items.key",
  "base_prompt",
  "prompt_template",
  "style_suffix",
  "example_theme",
] as const;

/** Reads what the form shows: single fields, each setting of generation, and the LoRAs. */
export function readValues(declared: Declared): Values {
  const values: { [field: string]: Json | undefined } = {};
  for (const field of FIELDS) values[field] = valueAt(declared, field.split("."));
  const generation = declared.generation;
  if (isObject(generation))
    for (const [key, value] of Object.entries(generation)) values[`generation.${key}`] = value;
  values.loras = declared.loras;
  return values;
}

/** The steps from one set of values to another, in the order of the form. Fields that are equal are left alone. */
export function opsOf(before: Values, after: Values): readonly ManifestOp[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const removed = fields.filter(
    (field) => field.startsWith("generation.") && before[field] !== undefined && after[field] === undefined,
  );
  const generations = fields.filter((field) => field.startsWith("generation."));
  const isEmptied = removed.length > 0 && generations.every((field) => after[field] === undefined);
  if (isEmptied)
    return [
      ...opsOf(without(before, generations), without(after, generations)),
      { op: "remove", path: ["generation"] },
    ];
  return fields.flatMap((field) => {
    if (field === "loras") return loraOps(before.loras, after.loras);
    if (isSame(before[field], after[field])) return [];
    const path = pathOf(field);
    const value = after[field];
    return value === undefined ? [{ op: "remove" as const, path }] : [{ op: "set" as const, path, value }];
  });
}

/** LoRAs in place where both have them, so that comments beside them stay. */
function loraOps(before: Json | undefined, after: Json | undefined): readonly ManifestOp[] {
  if (isSame(before, after)) return [];
  const old = listOf(before);
  const now = listOf(after);
  if (old.length === 0 || now.length === 0) return [{ op: "set", path: ["loras"], value: after ?? [] }];
  const ops: ManifestOp[] = [];
  for (let at = old.length - 1; at >= now.length; at -= 1) ops.push({ op: "remove", path: ["loras", at] });
  now.forEach((lora, at) => {
    const was = old[at];
    if (was === undefined) ops.push({ op: "insert", path: ["loras", at], value: lora });
    else
      for (const key of new Set([...Object.keys(was), ...Object.keys(lora)])) {
        const value = lora[key];
        if (isSame(was[key], value)) continue;
        ops.push(
          value === undefined
            ? { op: "remove", path: ["loras", at, key] }
            : { op: "set", path: ["loras", at, key], value },
        );
      }
  });
  return ops;
}

/** Fields in which two sets of values differ. */
export function changedFields(before: Values, after: Values): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => !isSame(before[field], after[field]),
  );
}

export function textOf(values: Values, field: string): string {
  const value = values[field];
  return value === undefined || value === null
    ? ""
    : typeof value === "string"
      ? value
      : JSON.stringify(value);
}

export function lorasOf(values: Values): readonly Lora[] {
  return listOf(values.loras) as unknown as readonly Lora[];
}

export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** "items.key" is a path of two; a setting of generation may have dots in its name. */
function pathOf(field: string): Path {
  if (field.startsWith("generation.")) return ["generation", field.slice("generation.".length)];
  return field.split(".");
}

function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

function listOf(value: Json | undefined): readonly { readonly [key: string]: Json }[] {
  return Array.isArray(value) ? (value as readonly { readonly [key: string]: Json }[]) : [];
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function without(values: Values, fields: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([field]) => !fields.includes(field)));
}
