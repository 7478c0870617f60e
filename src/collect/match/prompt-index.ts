import { nameOf } from "../../model/address.js";
import { expandPrompt, namedItems } from "../../model/prompt.js";
import type { Resource } from "../../model/resource.js";

/** An item of a set template whose prompt a picture has. */
export interface PromptMatch {
  /** Slug of the set template. */
  readonly template: string;
  readonly item: string;
}

/** Stands for a theme in a rendered prompt; no text of a manifest holds it. */
const THEME = "\0";

/**
 * The rendered prompts of all set templates. Prompts without a theme are found by their text, those with one by what stands
 * before and behind it, so that a look-up does not go through the items.
 */
export class PromptIndex {
  readonly #plain = new Map<string, PromptMatch[]>();
  /** By the text before a theme, then by the length of the text behind it, then by that text. */
  readonly #themed = new Map<string, Map<number, Map<string, PromptMatch[]>>>();
  /** Lengths of the texts before a theme. */
  readonly #heads = new Set<number>();

  constructor(resources: Iterable<Resource>) {
    for (const resource of resources) {
      if (resource.kind !== "set-template") continue;
      const { address, fields } = resource;
      for (const { name, cells } of namedItems(fields)) {
        const match = { template: nameOf(address), item: name };
        add(this.#plain, normalizePrompt(expandPrompt(fields, cells)), match);
        this.#addThemed(normalizePrompt(expandPrompt(fields, cells, THEME)), match);
      }
    }
  }

  /** Every item that a prompt may have been rendered from, with any theme or none; each once. */
  find(prompt: string): readonly PromptMatch[] {
    const text = normalizePrompt(prompt);
    if (text === "") return [];
    const matches = new Set(this.#plain.get(text));
    for (const start of this.#heads) {
      for (const [length, tails] of this.#themed.get(text.slice(0, start)) ?? []) {
        const end = text.length - length;
        if (end <= start || text.slice(start, end).trim() === "") continue;
        for (const match of tails.get(text.slice(end)) ?? []) matches.add(match);
      }
    }
    return [...matches];
  }

  #addThemed(text: string, match: PromptMatch): void {
    const [head, tail, more] = text.split(THEME);
    if (head === undefined || tail === undefined || more !== undefined) return;
    const lengths = this.#themed.get(head) ?? new Map<number, Map<string, PromptMatch[]>>();
    this.#themed.set(head, lengths);
    this.#heads.add(head.length);
    const tails = lengths.get(tail.length) ?? new Map<string, PromptMatch[]>();
    lengths.set(tail.length, tails);
    add(tails, tail, match);
  }
}

/**
 * A prompt without what generators are known to change: blanks around its lines, line ends, and `<lora:…>` behind it,
 * which some read as a part of the recipe and others append.
 */
function normalizePrompt(prompt: string): string {
  const lines = prompt.split(/\r\n|\r|\n/).map((line) => line.trim());
  return cutLoras(lines.join("\n").trim());
}

function cutLoras(text: string): string {
  let end = trimEnd(text, text.length);
  while (text[end - 1] === ">") {
    const start = text.lastIndexOf("<", end - 1);
    if (start < 0 || !text.startsWith("<lora:", start) || text.indexOf(">", start) !== end - 1) break;
    end = trimEnd(text, start);
  }
  return text.slice(0, end);
}

/** Blanks and commas part a tag from the prompt. */
function trimEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && /[\s,]/.test(text[at - 1] as string)) at--;
  return at;
}

function add(map: Map<string, PromptMatch[]>, key: string, match: PromptMatch): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [match]);
  else known.push(match);
}
