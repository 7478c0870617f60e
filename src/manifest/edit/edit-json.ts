import { equalJson, isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import type { DocumentPath } from "../../model/source.js";

/**
 * One change of a document. `set`: makes the value at a path this one; keys on the way that are not there are made.
 * `remove`: takes a key out of its object. `append`: puts values at the end of a list. `arrange`: makes a list these
 * items, in this order.
 */
export type DocumentEdit =
  | { readonly edit: "set"; readonly path: DocumentPath; readonly value: Json }
  | { readonly edit: "remove"; readonly path: DocumentPath }
  | { readonly edit: "append"; readonly path: DocumentPath; readonly values: readonly JsonObject[] }
  | { readonly edit: "arrange"; readonly path: DocumentPath; readonly items: ListItems };

/** Old items of a list by their index, none twice, and new ones. */
export type ListItems = readonly (number | JsonObject)[];

/** The document's value after an edit; undefined when the document has no such path. */
export function editJson(document: Json, { path, ...change }: DocumentEdit): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) {
    if (change.edit === "append")
      return Array.isArray(document) ? [...document, ...change.values] : undefined;
    if (change.edit === "arrange")
      return Array.isArray(document) ? arrangeItems(document, change.items) : undefined;
    return change.edit === "set" ? change.value : undefined;
  }
  if (Array.isArray(document)) {
    if (typeof step !== "number" || step >= document.length) return undefined;
    const part = editJson(document[step] as Json, { ...change, path: rest } as DocumentEdit);
    return part === undefined
      ? undefined
      : document.map((item: Json, index) => (index === step ? part : item));
  }
  return editObject(document, String(step), { ...change, path: rest } as DocumentEdit);
}

function arrangeItems(list: readonly Json[], items: ListItems): Json | undefined {
  const arranged = items.map((item) => (typeof item === "number" ? list[item] : item));
  return arranged.every((item) => item !== undefined) ? (arranged as Json) : undefined;
}

/** The smallest edits that make one value of another, below `path`. Lists that only grow are replaced as well. */
export function listEdits(path: DocumentPath, before: Json, after: Json): readonly DocumentEdit[] {
  if (equalJson(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return after.flatMap((item: Json, index) => listEdits([...path, index], before[index] as Json, item));
  }
  if (!isJsonObject(before) || !isJsonObject(after)) return [{ edit: "set", path, value: after }];
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [
    ...Object.entries(after).flatMap(([key, value]) => {
      const inner = [...path, key];
      if (Object.hasOwn(before, key)) return listEdits(inner, before[key] as Json, value);
      return [{ edit: "set" as const, path: inner, value }];
    }),
    ...gone.map((key) => ({ edit: "remove" as const, path: [...path, key] })),
  ];
}

function editObject(document: Json, key: string, edit: DocumentEdit): Json | undefined {
  if (edit.edit === "remove" && edit.path.length === 0) {
    if (!isJsonObject(document) || !Object.hasOwn(document, key)) return undefined;
    return Object.fromEntries(Object.entries(document).filter(([name]) => name !== key));
  }
  if (document !== null && !isJsonObject(document)) return undefined;
  const inner = document !== null && Object.hasOwn(document, key) ? document[key] : null;
  const part = editJson(inner as Json, edit);
  return part === undefined ? undefined : { ...document, ...Object.fromEntries([[key, part]]) };
}
