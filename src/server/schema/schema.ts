/** A JSON Schema (2020-12), as OpenAPI 3.1 takes it. */
export type Schema = { readonly [keyword: string]: unknown };

/** The schema of parameters in a URL: of a path or a query. */
export interface ParameterSchema extends Schema {
  readonly type: "object";
  readonly properties: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
}

/** Parameters of which some must be given; others are refused. */
export function parameters(
  properties: { readonly [name: string]: Schema },
  required: readonly string[] = [],
): ParameterSchema {
  return { type: "object", properties, required, additionalProperties: false };
}

/** An object that always has these members, and `optional` ones at times; no others. */
export function object(
  properties: { readonly [name: string]: Schema },
  optional: { readonly [name: string]: Schema } = {},
): Schema {
  return {
    type: "object",
    required: Object.keys(properties),
    properties: { ...properties, ...optional },
    additionalProperties: false,
  };
}

export function list(items: Schema): Schema {
  return { type: "array", items };
}

/** The same schema, or null. */
export function nullable(schema: Schema): Schema {
  return { anyOf: [schema, { type: "null" }] };
}

/** A shared schema by its name in the OpenAPI document. */
export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

export const TEXT: Schema = { type: "string" };
export const COUNT: Schema = { type: "integer", minimum: 0 };
export const FLAG: Schema = { type: "boolean" };
/** Any JSON. */
export const ANY: Schema = {};
