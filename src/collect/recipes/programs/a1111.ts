import type { JsonObject } from "../../../model/json.js";
import type { FactValues } from "../../source/fact-sheet.js";
import { readCount, readDecimal, readSeed } from "../../source/fact-values.js";
import { readSettings } from "./a1111-settings.js";
import { readLoraTags } from "./lora-tags.js";
import { toLora, toRecipe } from "./recipe.js";

const NEGATIVE = /^Negative prompt:/i;
/** No prompt begins like this: the settings may then be few. */
const STEPS_FIRST = /^Steps: \d+(?:,|$)/;
const LEAST_SETTINGS = 3;
const MOST_LINES = 20_000;
const LONGEST_LINE = 100_000;
/** Where the settings of an export on one line begin. */
const SETTINGS_WITHIN = /(?:^|\s)(Steps: \d+\s*,)/g;

/**
 * Prompt, negative prompt and settings of the text that AUTOMATIC1111 and its kin write: Forge, SD.Next, Civitai, Fooocus
 * in its second scheme. Undefined when it is another text.
 *
 * Format: lines of the prompt, `Negative prompt:` and its lines, then one line of at least three settings; all lines are
 * trimmed. See infotext_utils.py of stable-diffusion-webui, which is the reference reader. `Raw prompt` and `Lora weights`
 * are Fooocus's (modules/meta_parser.py).
 */
export function readA1111(text: string): FactValues | undefined {
  const lines = text
    .trim()
    .split(/\r\n?|\n/, MOST_LINES)
    .map((line) => line.trim());
  const at = findSettingsLine(lines);
  if (at >= 0) return compose(lines.slice(0, at), readSettings(lines.slice(at).join("\n")));
  const within = findSettingsWithin(lines);
  if (within !== undefined) return within;
  // Without settings only the word for the negative prompt tells this text from any other.
  return lines.findIndex((line) => NEGATIVE.test(line)) >= 1 ? compose(lines, new Map()) : undefined;
}

/** The last line that holds settings: other programs append lines behind it. */
function findSettingsLine(lines: readonly string[]): number {
  for (let at = lines.length - 1; at >= 0; at--)
    if (isSettingsLine(lines[at] as string, at === lines.length - 1)) return at;
  return -1;
}

function isSettingsLine(line: string, isLast: boolean): boolean {
  if (NEGATIVE.test(line) || line.length > LONGEST_LINE) return false;
  if (STEPS_FIRST.test(line)) return true;
  const settings = readSettings(line);
  if (settings.size < LEAST_SETTINGS) return false;
  const [first = ""] = settings.keys();
  // In prose the first colon comes behind other words; on one line with the prompt, Steps does.
  return (
    line.startsWith(first) && !/\s(?:Steps|Negative prompt)$/.test(first) && holdsValues(settings, isLast)
  );
}

const NUMBERS = ["Steps", "Seed", "CFG scale"];
const KNOWN: { readonly [key: string]: (value: string) => boolean } = {
  Steps: (value) => readCount(value) !== undefined,
  Seed: (value) => readSeed(value) !== undefined,
  "CFG scale": (value) => readDecimal(value) !== undefined,
  Size: (value) => /^\d+x\d+$/.test(value),
  Sampler: (value) => value !== "",
  Model: (value) => value !== "",
  "Model hash": (value) => /^[0-9a-f]+$/i.test(value),
};

/** On the last line, where settings belong, one number of them is enough. */
function holdsValues(settings: ReadonlyMap<string, string>, isLast = false): boolean {
  const known = Object.keys(KNOWN).filter((key) => KNOWN[key]?.(settings.get(key) ?? ""));
  return known.length >= 2 || (isLast && known.some((key) => NUMBERS.includes(key)));
}

/** Some exports put everything on one line. */
function findSettingsWithin(lines: readonly string[]): FactValues | undefined {
  const last = lines.at(-1) ?? "";
  if (last.length > LONGEST_LINE) return undefined;
  const start = Array.from(last.matchAll(SETTINGS_WITHIN)).at(-1);
  const at = start === undefined ? -1 : last.indexOf("Steps:", start.index);
  const settings = at < 0 ? new Map<string, string>() : readSettings(last.slice(at));
  if (settings.size < LEAST_SETTINGS || !holdsValues(settings)) return undefined;
  const prose = [...lines.slice(0, -1), last.slice(0, at)].join("\n");
  const cut = prose.search(/\sNegative prompt:/i);
  const parts = cut < 0 ? [prose] : [prose.slice(0, cut), prose.slice(cut)];
  return compose(
    parts.map((part) => part.trim().replace(/,$/, "")),
    settings,
  );
}

function compose(lines: readonly string[], settings: ReadonlyMap<string, string>): FactValues | undefined {
  const at = lines.findIndex((line) => NEGATIVE.test(line));
  const prompt = lines.slice(0, at < 0 ? lines.length : at).join("\n");
  const negative = at < 0 ? "" : lines.slice(at).join("\n").replace(NEGATIVE, "");
  const tags = readLoraTags(prompt);
  return toRecipe({
    prompt: settings.get("Raw prompt") || prompt,
    negative: settings.get("Raw negative prompt") || negative,
    seed: settings.get("Seed"),
    steps: settings.get("Steps"),
    guidance: settings.get("CFG scale") ?? settings.get("CFG Scale"),
    model: settings.get("Model"),
    vae: settings.get("VAE"),
    loras: tags.length > 0 ? tags : readLoraWeights(settings.get("Lora weights") ?? ""),
  });
}

/** `name: weight, name: weight`. */
function readLoraWeights(text: string): readonly JsonObject[] {
  return text.split(", ").flatMap((part) => {
    const colon = part.lastIndexOf(": ");
    return colon < 0 ? [] : toLora(part.slice(0, colon), part.slice(colon + 2));
  });
}
