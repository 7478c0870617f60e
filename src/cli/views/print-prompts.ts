import type { Prompt } from "../../engine/render.js";
import type { Output } from "../terminal/output.js";

/** Prints prompts as JSON, as CSV or one below the other; `alone`: without the name of the item. */
export async function printPrompts(
  prompts: readonly Prompt[],
  { csv, alone }: { readonly csv: boolean; readonly alone: boolean },
  output: Output,
): Promise<void> {
  if (output.json) {
    const { writeJson } = await import("../../report/formats/json-text.js");
    output.print(writeJson(prompts));
  } else if (csv) {
    const rows = prompts.map(({ item, prompt }) => `${quote(item)},${quote(prompt)}`);
    output.print(["item,prompt", ...rows].join("\r\n"), "data");
  } else {
    for (const { item, prompt } of prompts) output.print(alone ? prompt : `${item}\n    ${prompt}`, "data");
  }
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
