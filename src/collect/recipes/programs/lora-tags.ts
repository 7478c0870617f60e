import type { JsonObject } from "../../../model/json.js";
import { toLora } from "./recipe.js";

const TAG = /<(?:lora|lyco):([^<>\n]+)>/g;
const NUMBER = /^\s*-?(?:\d+(?:\.\d*)?|\.\d+)\s*$/;
const NAMED = /^\s*\w+=[^:]*$/;

/**
 * The LoRAs that a prompt names as `<lora:name:weight>`, in order. A name may hold colons: only numbers and `key=value`
 * behind it are settings, of which the first number is the weight.
 *
 * Format: "Extra networks" in the documentation of AUTOMATIC1111's stable-diffusion-webui, and its extra_networks.py.
 */
export function readLoraTags(prompt: string): readonly JsonObject[] {
  return Array.from(prompt.matchAll(TAG)).flatMap(([, content = ""]) => {
    const parts = content.split(":");
    let end = parts.length;
    while (end > 1 && isSetting(parts[end - 1] as string)) end--;
    const weight = parts.slice(end).find((part) => NUMBER.test(part));
    return toLora(parts.slice(0, end).join(":"), weight === undefined ? undefined : Number(weight));
  });
}

function isSetting(part: string): boolean {
  return NUMBER.test(part) || NAMED.test(part);
}
