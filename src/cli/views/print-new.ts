import type { NewObject } from "../../engine/new/place-draft.js";
import type { Output } from "../terminal/output.js";
import { printResult } from "./print-result.js";

/** Prints which files were made, with their texts for a dry run, and the next step. */
export async function printNew(made: NewObject, next: string, output: Output): Promise<void> {
  await printResult(output, made, () =>
    made.files
      .map(({ path, text }) => (made.dryRun ? `would make ${path}\n${indent(text)}` : `made ${path}`))
      .join("\n"),
  );
  for (const conversion of made.conversions) output.say(`Converted: ${conversion}.`);
  if (!made.dryRun) output.say(next);
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
}
