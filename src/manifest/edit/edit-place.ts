import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import type { Json } from "../../model/json.js";
import type { DocumentPath } from "../../model/source.js";
import { keyText } from "../yaml/yaml-nodes.js";
import { EditRefused } from "./edit-refused.js";

/** Where a value stands in a document, or where the objects that are still to be made around it begin. */
export type EditPlace = {
  /** Steps that are not there yet; for `missing` the first is a key of `map`. */
  readonly rest: DocumentPath;
  /** True inside brackets. */
  readonly inFlow: boolean;
} & (
  | { readonly at: "pair"; readonly map: YAMLMap; readonly pair: Pair }
  | { readonly at: "item"; readonly node: Node }
  | { readonly at: "missing"; readonly map: YAMLMap }
);

/** The place of a path. Throws an EditRefused when the path goes through an alias or a value without such keys. */
export function findPlace(root: Node | null, path: DocumentPath): EditPlace {
  let node: Node | null | undefined = root;
  let place: EditPlace | undefined;
  let inFlow = false;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) throw new EditRefused(path, `its path goes through the alias *${node.source}`);
    if (place?.at === "pair" && isNothing(node)) return { ...place, rest: path.slice(depth) };
    if (isMap(node)) {
      inFlow ||= node.flow === true;
      const pair: Pair | undefined = node.items.find(({ key }) => keyText(key) === String(step));
      if (pair === undefined) return { at: "missing", map: node, rest: path.slice(depth), inFlow };
      place = { at: "pair", map: node, pair, rest: [], inFlow };
      node = pair.value as Node | null;
    } else if (isSeq(node) && typeof step === "number" && node.items[step] !== undefined) {
      inFlow ||= node.flow === true;
      node = node.items[step] as Node;
      place = { at: "item", node, rest: [], inFlow };
    } else throw new EditRefused(path, "a value on its path has no keys");
  }
  if (place === undefined) throw new EditRefused(path, "it is the whole document");
  return place;
}

/** `value` inside objects made of the steps. */
export function wrapValue(steps: DocumentPath, value: Json): Json {
  return steps.reduceRight<Json>((inner, step) => Object.fromEntries([[String(step), inner]]), value);
}

function isNothing(node: Node | null | undefined): boolean {
  return node === null || node === undefined || (isScalar(node) && node.value === null);
}
