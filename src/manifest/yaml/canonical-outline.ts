import type { Json, JsonObject } from "../../model/json.js";
import type { DocumentPath } from "../../model/source.js";
import type { Trace } from "./canonical-cursor.js";
import { type CanonicalContent, readCanonical, readCollection } from "./canonical-read.js";
import type { TextRange } from "./yaml-find.js";

/** What a text holds that the fast reader takes, and where. */
export interface CanonicalPlaces {
  readonly value: CanonicalContent["value"];
  /** The range of the key or value at a path: what findRange says of the same text. */
  find(path: DocumentPath, part: "key" | "value"): TextRange;
}

/** Where a value stands, and what it consists of. */
interface Outline {
  readonly offset: number;
  length: number;
  /** The key that it stands under. */
  readonly key: Key | undefined;
  /** Members of a mapping or items of a list; undefined where they were not noted. */
  readonly parts: Outline[] | undefined;
}

interface Key extends TextRange {
  readonly name: string;
}

/** The root, its members and their parts, such as images. What these consist of is read again when somebody asks. */
const NOTED_LEVELS = 2;

/** The places in a text; undefined when the fast reader does not take it. */
export function outlineCanonical(text: string): CanonicalPlaces | undefined {
  const sketch = createSketch(NOTED_LEVELS);
  const read = readCanonical(text, sketch.trace);
  if (read === undefined) return undefined;
  let opened: { readonly node: Outline; readonly parts: readonly Outline[] } | undefined;
  const partsOf = (node: Outline): readonly Outline[] => {
    if (node.parts !== undefined) return node.parts;
    // Several fields of an entry are asked for one after the other.
    if (opened?.node !== node) opened = { node, parts: readParts(text, node) };
    return opened.parts;
  };
  return {
    value: read.value,
    find(path, part) {
      let found = sketch.root();
      for (const step of path) {
        const next = stepInto(partsOf(found), step);
        if (next === undefined) break;
        found = next;
      }
      // What is empty is found by its key.
      const { offset, length } = (part === "key" || found.length === 0 ? found.key : undefined) ?? found;
      return { offset, length };
    },
  };
}

/** What stands in front of a line so that it is the text of a mapping. */
const LEAD = "line: ";

/** The places in a line that is a JSON object; undefined when it is none, or none that the fast reader takes. */
export function outlineJsonLine(line: string): CanonicalPlaces | undefined {
  if (!line.trimStart().startsWith("{")) return undefined;
  const places = outlineCanonical(`${LEAD}${line}\n`);
  if (places === undefined) return undefined;
  return {
    value: (places.value as JsonObject).line as Json,
    find(path, part) {
      const found = places.find(["line", ...path], part);
      // The object itself has no key.
      const { offset, length } = found.offset < LEAD.length ? places.find(["line"], "value") : found;
      return { offset: offset - LEAD.length, length };
    },
  };
}

function readParts(text: string, node: Outline): readonly Outline[] {
  const sketch = createSketch(Number.POSITIVE_INFINITY);
  readCollection(text, node.offset, sketch.trace);
  return sketch.root().parts ?? [];
}

function stepInto(parts: readonly Outline[], step: string | number): Outline | undefined {
  if (parts[0]?.key !== undefined) return parts.find(({ key }) => key?.name === String(step));
  return typeof step === "number" ? parts[step] : undefined;
}

/** Notes where things stand, down to so many levels below the root. */
function createSketch(levels: number): { readonly trace: Trace; root(): Outline } {
  const top: Outline[] = [];
  const open: Outline[] = [];
  let unnoted = 0;
  let key: Key | undefined;
  const add = (offset: number, length: number, parts: Outline[] | undefined): Outline => {
    const node = { offset, length, key, parts };
    key = undefined;
    (open.at(-1)?.parts ?? top).push(node);
    return node;
  };
  const trace: Trace = {
    key(name, start, end) {
      if (open.length <= levels) key = { name, offset: start, length: end - start };
    },
    scalar(start, end) {
      if (open.length <= levels) add(start, end - start, []);
    },
    open(start) {
      if (open.length > levels) unnoted++;
      else open.push(add(start, 0, open.length === levels ? undefined : []));
    },
    close(end) {
      if (unnoted > 0) {
        unnoted--;
        return;
      }
      const node = open.pop();
      if (node !== undefined) node.length = end - node.offset;
    },
  };
  return { trace, root: () => top[0] as Outline };
}
