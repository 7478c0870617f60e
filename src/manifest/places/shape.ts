import type { ErrorObject } from "ajv";
import { type Json, valueAt } from "../../model/json.js";
import type { DocumentPath } from "../../model/source.js";
import type { DiagnosticCode } from "../text/codes.js";
import type { Problem } from "../text/problem.js";
import { didYouMean } from "../text/suggest.js";

/** A problem of shape, at a path of the value that was checked. `part`: which half of that key is marked. */
type ShapeProblem = Omit<Problem, "at"> & {
  readonly path: DocumentPath;
  readonly part: "key" | "value";
};

type Schema = { readonly [keyword: string]: Json };

/** What Ajv found (with `verbose`), one problem per slip, in words for people. `value`: what was checked. */
export function describeShape(errors: readonly ErrorObject[], value: Json): readonly ShapeProblem[] {
  const seen = new Set<string>();
  const relevant = errors.filter((error) => isRelevant(error, value));
  const missing = collectMissingFacts(relevant);
  return relevant
    .map((error) => {
      const path = pathOf(error.instancePath);
      return isMissingFact(error)
        ? describeFacts(missing.get(error.instancePath) ?? [], path)
        : describe(error, path);
    })
    .filter((problem) => {
      const key = JSON.stringify([problem.path, problem.code, problem.summary]);
      return !seen.has(key) && seen.add(key);
    });
}

/** What the file of an image tells, and `sync fmt --facts` fills in. */
const FACTS: readonly string[] = ["sha256", "bytes", "width", "height"];

function isMissingFact({ keyword, params }: ErrorObject): boolean {
  return keyword === "required" && FACTS.includes(String(params.missingProperty));
}

/** The facts that are not there, by the entry that lacks them. */
function collectMissingFacts(errors: readonly ErrorObject[]): ReadonlyMap<string, readonly string[]> {
  const missing = new Map<string, string[]>();
  for (const error of errors.filter(isMissingFact)) {
    const keys = missing.get(error.instancePath) ?? [];
    missing.set(error.instancePath, [...keys, String(error.params.missingProperty)]);
  }
  return missing;
}

function describeFacts(keys: readonly string[], path: DocumentPath): ShapeProblem {
  const quoted = keys.map((key) => `"${key}"`);
  const last = quoted.pop();
  const subject = quoted.length === 0 ? `key ${last} is` : `keys ${quoted.join(", ")} and ${last} are`;
  return {
    path,
    part: "value",
    code: "missing-key",
    summary: `The ${subject} missing`,
    expected: keys.map((key) => `${key}: …`).join(", "),
    help: "Run sync fmt --facts to fill in what the file tells.",
  };
}

const SHARDS = "#/properties/images/anyOf/1/";
const REFERENCE = "#/properties/images/anyOf/0/items/anyOf/1/";

// An entry is tried as a file and as a ref; a list of images also as an object of shards. Only the errors of the form
// that was meant are told.
function isRelevant({ keyword, schemaPath, instancePath }: ErrorObject, value: Json): boolean {
  if (keyword === "anyOf" || keyword === "not") return false;
  const path = pathOf(instancePath);
  if (path[0] !== "images") return true;
  const images = valueAt(value, ["images"]);
  const ofShards = schemaPath.startsWith(SHARDS);
  if (!Array.isArray(images)) return ofShards;
  if (ofShards || path.length < 2) return !ofShards;
  const entry = valueAt(value, path.slice(0, 2));
  const isRef = typeof entry === "object" && entry !== null && "ref" in entry && !("file" in entry);
  return isRef === schemaPath.startsWith(REFERENCE);
}

function describe(error: ErrorObject, path: DocumentPath): ShapeProblem {
  const schema = error.parentSchema as Schema;
  const at = { path, part: "value" as const };
  const name = nameOf(path);
  switch (error.keyword) {
    case "additionalProperties":
      return unknownKey(String(error.params.additionalProperty), schema, path);
    case "required": {
      const key = String(error.params.missingProperty);
      return { ...at, code: "missing-key", summary: `The key "${key}" is missing`, expected: `${key}: …` };
    }
    case "propertyNames": {
      const key = String(error.params.propertyName);
      const help = "Remove or rename the key. The manifest reserves this name.";
      return {
        ...keyAt(path, key),
        code: "reserved-key",
        summary: `The key "${key}" is reserved`,
        help,
      };
    }
    case "type":
      return wrongType(error.data as Json, schema, path);
    case "enum":
    case "const":
      return unknownValue(error.data as Json, schema, path);
    case "pattern":
      return {
        ...at,
        code: PATTERN_CODES[String(path.at(-1))] ?? "bad-text",
        summary: `${name} has an invalid format${slugHint(path, error.data, schema)}`,
        expected: String(schema.patternErrorMessage),
      };
    case "maxLength":
      return {
        ...at,
        code: "value-too-long",
        summary: `${name} has ${[...String(error.data)].length} characters`,
        expected: `at most ${error.params.limit} characters`,
      };
    case "minLength":
    case "minItems":
    case "minProperties":
      return { ...at, code: "empty-text", summary: `${name} is empty` };
    default:
      return {
        ...at,
        code: "value-out-of-range",
        summary: `${name} is out of range`,
        expected: `${error.params.comparison === ">=" ? "at least" : "at most"} ${error.params.limit}`,
      };
  }
}

const PATTERN_CODES: { readonly [key: string]: DiagnosticCode } = {
  slug: "bad-slug",
  estate: "bad-slug",
  renamed_from: "bad-slug",
  set_template: "bad-slug",
  sha256: "bad-sha256",
  created_at: "bad-time",
};

function slugHint(path: DocumentPath, data: unknown, schema: Schema): string {
  // What looks like an address of the network may hold a password.
  if (PATTERN_CODES[String(path.at(-1))] !== "bad-slug" || String(data).includes(":")) return "";
  const words = String(data)
    .split("/")
    .map((part) => (part.toLowerCase().match(/[a-z0-9]+/g) ?? []).join("-"));
  const slug = words.filter((part) => part !== "").join("/");
  return !new RegExp(String(schema.pattern)).test(slug) ? "" : `; did you mean "${slug}"?`;
}

function unknownKey(key: string, schema: Schema, path: DocumentPath): ShapeProblem {
  const known = Object.keys(schema.properties ?? {});
  return {
    ...keyAt(path, key),
    code: "unknown-key",
    summary: `Unknown key "${key}"${didYouMean(key, known)}`,
    expected: `one of ${known.join(", ")}`,
  };
}

function wrongType(data: Json, schema: Schema, path: DocumentPath): ShapeProblem {
  const at = { path, part: "value" as const };
  if (path.at(-1) === "sha256" && typeof data === "number") {
    return {
      ...at,
      code: "sha256-unquoted",
      summary: "YAML reads this unquoted hash as a number",
      expected: 'sha256: "…"',
      help: "Put the hash in double quotes.",
    };
  }
  const wanted = typeof data === "number" || typeof data === "boolean" ? [schema.type].flat() : [];
  return {
    ...at,
    code: "wrong-type",
    summary: `${nameOf(path)} is ${articleFor(data)}`,
    expected:
      path.length === 1 && path[0] === "images" ? "a list of images, or jsonl: […]" : expectedTypes(schema),
    ...(wanted.includes("string") && { help: "Put the value in quotes to make it text." }),
  };
}

function unknownValue(data: Json, schema: Schema, path: DocumentPath): ShapeProblem {
  const known = [schema.enum ?? [schema.const as Json]].flat().filter((word) => typeof word === "string");
  const near = typeof data === "string" ? didYouMean(data, known) : "";
  return {
    path,
    part: "value",
    code: "unknown-value",
    summary: `${nameOf(path)} is ${show(data)}${near}`,
    expected: known.length === 1 ? String(known[0]) : `one of ${known.join(", ")}`,
  };
}

function keyAt(path: DocumentPath, key: string): { path: DocumentPath; part: "key" } {
  return { path: [...path, key], part: "key" };
}

const TYPE_WORDS: { readonly [type: string]: string } = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  null: "null",
};

function expectedTypes(schema: Schema): string {
  return [schema.type ?? []]
    .flat()
    .map((type) => TYPE_WORDS[String(type)] ?? String(type))
    .join(" or ");
}

function articleFor(data: Json): string {
  if (data === null) return "empty";
  if (Array.isArray(data)) return "a list";
  if (typeof data === "object") return "an object";
  return typeof data === "string" ? `the text ${show(data)}` : `${show(data)}`;
}

function show(data: Json): string {
  const text = JSON.stringify(data);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function nameOf(path: DocumentPath): string {
  const key = path.findLast((step) => typeof step === "string");
  if (key === undefined) return "The document";
  return typeof path.at(-1) === "number" ? `Entry ${Number(path.at(-1)) + 1} of "${key}"` : `"${key}"`;
}

function pathOf(pointer: string): DocumentPath {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^(0|[1-9]\d*)$/.test(step) ? Number(step) : step));
}
