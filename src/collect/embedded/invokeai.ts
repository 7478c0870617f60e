import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import type { FactValues } from "../fact-sheet.js";
import { readCount, readDecimal, readSeed } from "../fact-values.js";

/** Facts of the `invokeai_metadata` of an image; undefined when it holds none that is known. */
export function readInvokeAi(value: Json): FactValues | undefined {
  if (!isJsonObject(value)) return undefined;
  const loras = readLoras(value.loras);
  const facts: [string, Json | undefined][] = [
    ["prompt", textOf(value.positive_prompt)],
    ["negative_prompt", textOf(value.negative_prompt)],
    ["seed", readSeed(value.seed ?? null)],
    ["steps", readCount(value.steps ?? null)],
    ["guidance_scale", readDecimal(value.cfg_scale ?? null)],
    ["source.model", nameOfModel(value.model)],
    ["loras", loras.length === 0 ? undefined : loras],
  ];
  const known = facts.filter((fact): fact is [string, Json] => fact[1] !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

function readLoras(value: Json | undefined): readonly JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: Json) => {
    const lora = isJsonObject(entry) ? entry : {};
    const path = nameOfModel(lora.model ?? lora.lora);
    return path === undefined
      ? []
      : [{ path, ...(typeof lora.weight === "number" && { weight: lora.weight }) }];
  });
}

/** The name of a model in the forms of different versions. */
function nameOfModel(value: Json | undefined): string | undefined {
  if (!isJsonObject(value)) return textOf(value);
  return textOf(value.name) ?? textOf(value.model_name) ?? textOf(value.key);
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
