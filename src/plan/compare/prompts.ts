import type { PromptChange } from "../../model/change.js";
import { expandPrompt, itemsOf } from "../../model/prompt.js";
import type { Fields } from "../../model/resource.js";
import { indexItems } from "./items.js";

/** How many changed prompts a plan carries in full; the rest are counted. */
const SHOWN_PROMPTS = 100;
const SHAPING = ["items", "base_prompt", "prompt_template", "style_suffix"];

/** The prompts that a template expands to before and after a change; undefined when the change can't alter any. */
export function diffPrompts(
  live: Fields,
  written: Fields,
  itemKey: Fields[string] | undefined,
): { readonly total: number; readonly shown: readonly PromptChange[] } | undefined {
  if (!SHAPING.some((field) => Object.hasOwn(written, field))) return undefined;
  const desired = { ...live, ...written };
  const old = indexItems(itemsOf(live.items), itemKey);
  const fresh = indexItems(itemsOf(desired.items), itemKey);
  const changes: PromptChange[] = [];
  for (const item of new Set([...fresh.keys(), ...old.keys()])) {
    const before = promptOf(live, old.get(item)?.item);
    const after = promptOf(desired, fresh.get(item)?.item);
    if (before === after) continue;
    changes.push({
      item,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
  }
  return { total: changes.length, shown: changes.slice(0, SHOWN_PROMPTS) };
}

function promptOf(fields: Fields, item: Parameters<typeof expandPrompt>[1] | undefined): string | undefined {
  return item === undefined ? undefined : expandPrompt(fields, item);
}
