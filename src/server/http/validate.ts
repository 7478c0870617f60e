import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import type { Schema } from "../schema/schema.js";
import { SCHEMAS } from "../schema/schemas.js";
import { HttpProblem } from "./problem.js";
import type { Parameters, Route } from "./route.js";

/** Checks what comes with a request against the schemas of its route. Throws 400 with every place that is wrong. */
export class Validator {
  readonly #texts = createAjv({ coerceTypes: true });
  readonly #bodies = createAjv({});
  readonly #compiled = new WeakMap<Schema, ValidateFunction>();

  /** The parameters of the path as their schema has them. */
  readParams(route: Route, texts: { readonly [name: string]: string }): Parameters {
    return this.#readTexts(route.params ?? NO_PARAMETERS, { ...texts }, "path");
  }

  /** The query as its schema has it. A name that is given twice is refused. */
  readQuery(route: Route, query: URLSearchParams): Parameters {
    const names = [...query.keys()];
    const double = names.find((name, index) => names.indexOf(name) !== index);
    if (double !== undefined)
      throw new HttpProblem(400, "bad-query", `The query has "${double}" more than once`);
    return this.#readTexts(route.query ?? NO_PARAMETERS, Object.fromEntries(query), "query");
  }

  /** The body, or why it is none. */
  readBody(route: Route, text: string): unknown {
    const body = parse(text);
    const check = this.#compile(this.#bodies, route.body ?? {});
    if (!check(body)) throw refuse("body", check.errors);
    return body;
  }

  #readTexts(schema: Schema, texts: { [name: string]: unknown }, where: "path" | "query"): Parameters {
    const check = this.#compile(this.#texts, schema);
    if (!check(texts)) throw refuse(where, check.errors);
    return texts as Parameters;
  }

  #compile(ajv: Ajv2020, schema: Schema): ValidateFunction {
    const known = this.#compiled.get(schema);
    if (known !== undefined) return known;
    const made = ajv.compile(schema);
    this.#compiled.set(schema, made);
    return made;
  }
}

const NO_PARAMETERS: Schema = { type: "object", properties: {}, additionalProperties: false };

/** Ajv with the shared schemas, under the names by which `$ref` has them. */
function createAjv(options: { readonly coerceTypes?: boolean }): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: false, strict: false, ...options });
  for (const [name, schema] of Object.entries(SCHEMAS)) ajv.addSchema(schema, `#/components/schemas/${name}`);
  return ajv;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HttpProblem(400, "bad-body", `The body is not JSON: ${(error as Error).message}`);
  }
}

function refuse(where: string, errors: readonly ErrorObject[] | null | undefined): HttpProblem {
  const places = (errors ?? []).map(({ instancePath, message, params }) => {
    const extra = typeof params.additionalProperty === "string" ? ` "${params.additionalProperty}"` : "";
    return `${where}${instancePath}: ${message}${extra}`;
  });
  return new HttpProblem(400, `bad-${where}`, places.join("; "));
}
