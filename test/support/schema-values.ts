import fc from "fast-check";
import type { Schema } from "../../src/server/schema/schema.js";
import { SCHEMAS } from "../../src/server/schema/schemas.js";

/** Values that fit a schema of the API, now and then odd ones that may not. */
export function valuesOf(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  if (typeof schema.$ref === "string")
    return valuesOf(SCHEMAS[schema.$ref.split("/").at(-1) as string] ?? {}, depth);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if ("const" in schema) return fc.constant(schema.const);
  const choices = (schema.anyOf ?? schema.oneOf) as readonly Schema[] | undefined;
  if (choices !== undefined) return fc.oneof(...choices.map((one) => valuesOf(one, depth + 1)));
  const [type, ...others] = [schema.type].flat() as readonly (string | undefined)[];
  if (others.length > 0)
    return fc.oneof(...[type, ...others].map((one) => valuesOf({ ...schema, type: one }, depth)));
  return valuesOfType(type, schema, depth);
}

function valuesOfType(type: string | undefined, schema: Schema, depth: number): fc.Arbitrary<unknown> {
  switch (type) {
    case "object":
      return objects(schema, depth);
    case "array":
      return fc.array(valuesOf((schema.items as Schema | undefined) ?? {}, depth + 1), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: Math.max(Number(schema.minItems ?? 0), depth > 3 ? 1 : 4),
      });
    case "integer":
      return fc.integer({
        min: Number(schema.minimum ?? -5),
        max: Math.min(Number(schema.maximum ?? 1000), 2 ** 31),
      });
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "string":
      return typeof schema.pattern === "string"
        ? fc.stringMatching(new RegExp(schema.pattern))
        : texts(Number(schema.minLength ?? 0));
    default:
      return fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>;
  }
}

/** Texts that break what puts them into SQL, paths, patterns or HTML. */
const ODD = [
  "'",
  '"; DROP TABLE images;--',
  "%",
  "_",
  "\u0000",
  "../../etc/passwd",
  "İ",
  "\ud83d\ude00",
  "*",
  "<b>",
  "constructor",
  "__proto__",
];

function texts(minLength: number): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ minLength, maxLength: 20, unit: "grapheme" }),
    fc.constantFrom(...ODD.filter((text) => text.length >= minLength)),
  );
}

function objects(schema: Schema, depth: number): fc.Arbitrary<object> {
  const members = (schema.properties ?? {}) as { readonly [name: string]: Schema };
  const required = (schema.required ?? []) as string[];
  const made = Object.fromEntries(
    Object.entries(members).map(([name, member]) => [name, valuesOf(member, depth + 1)]),
  );
  return fc.record(made, { requiredKeys: required.filter((name) => name in made) });
}
