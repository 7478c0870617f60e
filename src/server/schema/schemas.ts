import { BACKEND_SCHEMAS } from "./backend.js";
import { PLAN_SCHEMAS } from "./plans.js";
import { ROW_SCHEMAS } from "./rows.js";
import { ANY, COUNT, list, object, ref, type Schema, TEXT } from "./schema.js";

/** A place in a file, as the command line prints it with `--json`. */
const SOURCE = object({ file: TEXT, line: COUNT, column: COUNT });

/** Schemas that several routes share, by their names in the OpenAPI document. */
export const SCHEMAS: { readonly [name: string]: Schema } = {
  Diagnostic: object(
    { severity: { enum: ["error", "warning"] }, code: TEXT, summary: TEXT },
    {
      expected: TEXT,
      help: TEXT,
      address: TEXT,
      source: SOURCE,
      excerpt: object({ text: TEXT, length: COUNT }),
      related: list(object({ message: TEXT, source: SOURCE })),
    },
  ),
  Problem: {
    type: "object",
    required: ["type", "title", "status", "detail", "code"],
    properties: {
      type: TEXT,
      title: TEXT,
      status: COUNT,
      detail: TEXT,
      code: TEXT,
      diagnostics: list(ref("Diagnostic")),
    },
    additionalProperties: ANY,
  },
  Error: object({ error: TEXT }),
  ...ROW_SCHEMAS,
  ...PLAN_SCHEMAS,
  ...BACKEND_SCHEMAS,
};
