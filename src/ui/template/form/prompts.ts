const PLACEHOLDER = /\{([^{}]*)\}/g;

type Item = { readonly [column: string]: string };

/** Texts of a template that make its prompts. */
export interface PromptParts {
  readonly base_prompt: string;
  readonly prompt_template: string;
  readonly style_suffix: string;
}

/** A text cut at its placeholders. `name`: the placeholder's, undefined for the text between. */
export function cutAtPlaceholders(
  template: string,
): readonly { readonly text: string; readonly name?: string }[] {
  const parts: { text: string; name?: string }[] = [];
  let end = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    if (match.index > end) parts.push({ text: template.slice(end, match.index) });
    parts.push({ text: match[0], name: match[1] as string });
    end = match.index + match[0].length;
  }
  if (end < template.length) parts.push({ text: template.slice(end) });
  return parts;
}

/** Placeholders that are no column, each once. */
export function unknownPlaceholders(template: string, columns: readonly string[]): readonly string[] {
  const names = cutAtPlaceholders(template).flatMap(({ name }) => (name === undefined ? [] : [name]));
  return [...new Set(names)].filter((name) => !columns.includes(name));
}

export function fillTemplate(template: string, item: Item): string {
  return template.replace(PLACEHOLDER, (whole, name: string) =>
    Object.hasOwn(item, name) ? (item[name] as string) : whole,
  );
}

/** The prompt of an item, as `sync render` makes it. */
export function renderPrompt(parts: PromptParts, item: Item, theme = ""): string {
  return [
    parts.base_prompt,
    theme.trim() === "" ? "" : `Art style: ${theme}`,
    fillTemplate(parts.prompt_template, item),
    parts.style_suffix,
  ]
    .filter((part) => part.trim() !== "")
    .join(". ");
}

/** The name of an item in one form and case, as the check for items that are there twice compares it. */
export function foldKey(key: string, item: Item): string {
  const trimmed = Object.fromEntries(Object.entries(item).map(([column, cell]) => [column, cell.trim()]));
  return fillTemplate(key, trimmed).trim().normalize("NFC").toLowerCase();
}

/** The word of `known` that was most likely meant by `name`, undefined when none is near. */
export function suggest(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((word) => ({ word, distance: distanceOf(name.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, distance }) => distance <= Math.max(2, Math.floor(word.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.word;
}

/** Levenshtein distance, one row of the table at a time. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
