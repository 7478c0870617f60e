import type { PromptChange } from "../../model/change.js";
import { count } from "../../model/words.js";
import { padTo, printable } from "./printable.js";
import type { Style } from "./style.js";
import { quoteText, renderTextDiff } from "./text-diff.js";

const MOST_SHOWN = 5;
const WIDEST_ITEM = 28;

/** The expanded prompts that a template change alters, item by item, the rest counted. */
export function renderPromptChanges(
  prompts: { readonly total: number; readonly shown: readonly PromptChange[] },
  indent: number,
  style: Style,
): readonly string[] {
  if (prompts.total === 0) return [];
  const blanks = " ".repeat(indent);
  const shown = style.verbose ? prompts.shown : prompts.shown.slice(0, MOST_SHOWN);
  const width = Math.min(WIDEST_ITEM, Math.max(0, ...shown.map(({ item }) => printable(item).length)));
  const lines = shown.map(
    (prompt) => `${blanks}  ${padTo(printable(prompt.item), width)}  ${renderPrompt(prompt, style)}`,
  );
  const rest = prompts.total - shown.length;
  return [
    `${blanks}${count(prompts.total, "prompt changes", "prompts change")}:`,
    ...lines,
    ...(rest > 0 ? [`${blanks}  … and ${rest} more`] : []),
  ];
}

function renderPrompt({ before, after }: PromptChange, style: Style): string {
  const { paint, width } = style;
  if (before === undefined) return paint.add(`+ ${quoteText(after ?? "", width)}`);
  if (after === undefined) return paint.remove(`- ${quoteText(before, width)}`);
  return renderTextDiff(before, after, style);
}
