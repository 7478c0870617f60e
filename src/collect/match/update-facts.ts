import type { DocumentEdit } from "../../manifest/edit/edit-json.js";
import { equalJson, isJsonObject, type Json, type JsonObject, valueAt } from "../../model/json.js";
import type { DocumentPath } from "../../model/source.js";
import { compareText } from "../../model/text-order.js";
import { parseTime } from "../../model/time.js";

/** A fact that the source now says otherwise, and that a person had changed in the manifest: theirs stays. */
interface KeptEdit {
  /** Key of the entry, `source.model` for one inside an object. */
  readonly fact: string;
  /** Undefined when a person took the fact out. */
  readonly declared: Json | undefined;
  readonly found: Json | undefined;
}

/** What a manifest's entry gets from a source that changed. Paths of edits begin at the entry. */
export interface FactMerge {
  readonly edits: readonly DocumentEdit[];
  readonly kept: readonly KeptEdit[];
}

/** What an entry says and what it inherits. */
export interface DeclaredEntry {
  readonly own: JsonObject;
  readonly defaults: JsonObject;
}

/** Objects of an entry whose keys are facts of their own. */
const OBJECTS = ["source", "metadata"];

/**
 * Brings an entry up to date: where it says what the source said before (`base`), it takes what the source says now
 * (`found`); anything else is a person's edit and stays.
 */
export function updateFacts(entry: DeclaredEntry, base: JsonObject, found: JsonObject): FactMerge {
  const edits: DocumentEdit[] = [];
  const kept: KeptEdit[] = [];
  const [before, after] = [flatten(base), flatten(found)];
  for (const fact of [...new Set([...after.keys(), ...before.keys()])]) {
    const [was, is] = [before.get(fact)?.value, after.get(fact)?.value];
    const path = (after.get(fact) ?? before.get(fact))?.path ?? [];
    const declared = valueAt(declaredValue(entry, String(path[0])), path.slice(1));
    if (isSameFact(fact, was, is) || isSameFact(fact, declared, is)) continue;
    if (isSameFact(fact, declared, was)) edits.push(...takeFact(entry, path, is));
    else kept.push({ fact, declared, found: is });
  }
  return { edits, kept };
}

/** True when both mean the same: times in another form, numbers as text, labels in another order. */
function isSameFact(fact: string, a: Json | undefined, b: Json | undefined): boolean {
  if (equalJson(a, b)) return true;
  if (a === undefined || b === undefined || a === null || b === null) return false;
  if (fact === "created_at") return parseTime(String(a)) === parseTime(String(b));
  if (fact === "seed") return String(a) === String(b);
  return fact === "labels" && equalJson(sortLabels(a), sortLabels(b));
}

function takeFact(
  entry: DeclaredEntry,
  path: DocumentPath,
  value: Json | undefined,
): readonly DocumentEdit[] {
  const [key, inner] = path as readonly [string, string?];
  const isOwn = Object.hasOwn(entry.own, key);
  if (value === undefined) {
    if (isOwn) return [{ edit: "remove", path }];
    // A default can only be switched off.
    return [{ edit: "set", path: [key], value: null }];
  }
  const inherited = entry.defaults[key];
  if (inner === undefined || isOwn || !isJsonObject(inherited)) return [{ edit: "set", path, value }];
  return [{ edit: "set", path: [key], value: { ...inherited, ...Object.fromEntries([[inner, value]]) } }];
}

interface FlatFact {
  readonly path: DocumentPath;
  readonly value: Json;
}

function flatten(facts: JsonObject): ReadonlyMap<string, FlatFact> {
  const flat = new Map<string, FlatFact>();
  for (const [key, value] of Object.entries(facts)) {
    if (!OBJECTS.includes(key) || !isJsonObject(value)) flat.set(key, { path: [key], value });
    else
      for (const [inner, part] of Object.entries(value))
        flat.set(`${key}.${inner}`, { path: [key, inner], value: part });
  }
  return flat;
}

/** What an entry declares, itself or by the defaults of its album; undefined for nothing. */
export function declaredValue({ own, defaults }: DeclaredEntry, key: string): Json | undefined {
  return Object.hasOwn(own, key) ? own[key] : Object.hasOwn(defaults, key) ? defaults[key] : undefined;
}

function sortLabels(labels: Json): Json {
  if (!Array.isArray(labels)) return labels;
  const key = (label: Json): string =>
    isJsonObject(label) ? `${String(label.type)}\0${String(label.text)}` : "";
  return [...(labels as readonly Json[])].sort((a, b) => compareText(key(a), key(b)));
}
