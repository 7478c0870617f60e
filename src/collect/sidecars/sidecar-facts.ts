import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import type { FactValues } from "../source/fact-sheet.js";
import { isLora, readCount, readDecimal, readSeed, readTime } from "../source/fact-values.js";

/** How a key of a sidecar is written into a manifest entry. `read` returns undefined for a value that does not fit. */
interface KeyRule {
  readonly fact: string;
  readonly read: (value: Json, timeZone: string) => Json | undefined;
}

const asText: KeyRule["read"] = (value) => (typeof value === "string" ? value : undefined);
const TIME: KeyRule = { fact: "created_at", read: readTime };

const KEYS: { readonly [key: string]: KeyRule } = {
  prompt: { fact: "prompt", read: asText },
  negative_prompt: { fact: "negative_prompt", read: asText },
  model: { fact: "source.model", read: asText },
  seed: { fact: "seed", read: readSeed },
  steps: { fact: "steps", read: readCount },
  guidance_scale: { fact: "guidance_scale", read: readDecimal },
  timestamp: TIME,
  created_at: TIME,
  lora: { fact: "lora", read: (value) => (isLora(value) ? value : undefined) },
  loras: {
    fact: "loras",
    read: (value) => (Array.isArray(value) && value.length > 0 && value.every(isLora) ? value : undefined),
  },
};

/** What a sidecar says. `misfits`: keys whose value is not what belongs there; they are kept in `metadata`. */
interface SidecarFacts {
  readonly values: FactValues;
  readonly misfits: readonly string[];
}

/**
 * The facts of a sidecar. A known key without a value (null, an empty list) says nothing; every other key and every
 * value that does not fit goes to `metadata` under its own name. `size`: of the picture, a sidecar that agrees adds nothing.
 */
export function readSidecarFacts(
  sidecar: JsonObject,
  size: { readonly width: number; readonly height: number },
  timeZone: string,
): SidecarFacts {
  const values: Record<string, Json> = {};
  const misfits: string[] = [];
  for (const [key, value] of Object.entries(sidecar)) {
    const rule = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (rule === undefined) {
      if (!isPictureSize(key, value, size)) values[`metadata.${key}`] = value;
      continue;
    }
    if (isEmpty(value)) continue;
    const fact = rule.read(value, timeZone);
    if (fact !== undefined && !isTaken(rule.fact, values)) {
      values[rule.fact] = fact;
      continue;
    }
    values[`metadata.${key}`] = value;
    if (fact === undefined) misfits.push(key);
  }
  return { values, misfits };
}

function isTaken(fact: string, values: FactValues): boolean {
  return (
    Object.hasOwn(values, fact) ||
    (fact === "loras" && Object.hasOwn(values, "lora")) ||
    (fact === "lora" && Object.hasOwn(values, "loras"))
  );
}

function isPictureSize(
  key: string,
  value: Json,
  { width, height }: { width: number; height: number },
): boolean {
  return (key === "width" && value === width) || (key === "height" && value === height);
}

/** True for a value that says nothing. */
export function isEmpty(value: Json): boolean {
  return (
    value === null ||
    (Array.isArray(value) && value.length === 0) ||
    (isJsonObject(value) && Object.keys(value).length === 0)
  );
}
