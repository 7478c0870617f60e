import type { Notice } from "../source/collected-image.js";
import { showName } from "../source/names.js";
import type { PromptIndex, PromptMatch } from "./prompt-index.js";

/** A picture of an album, as far as it tells which item it shows. */
export interface TiedPicture {
  /** How messages name it. */
  readonly file: string;
  readonly prompt: string | undefined;
  /** The item of a template that the name of its file stands for. */
  readonly named: (template: string) => string | undefined;
}

/** Which items the pictures of an album show, in their order. Without a template no picture shows one. */
interface TiedItems {
  readonly template: string | undefined;
  readonly items: readonly (string | undefined)[];
  /** What could not be decided, or was decided against the name of a file. */
  readonly doubts: readonly Notice[];
}

/**
 * Decides which items the pictures of an album show: by their prompts, else by their names. `declared`: the set template of
 * the album; without one it is the only template whose prompts its pictures have. Nothing is guessed: what fits several items
 * is a doubt.
 */
export function decideItems(
  pictures: readonly TiedPicture[],
  declared: string | undefined,
  prompts: PromptIndex,
): TiedItems {
  const matches = pictures.map(({ prompt }) => (prompt === undefined ? [] : prompts.find(prompt)));
  const votes = declared === undefined ? countVotes(matches) : [declared];
  const [template, ...more] = votes;
  if (template === undefined || more.length > 0) {
    const doubts = pictures.flatMap(({ file }, index) => describeSeveral(file, matches[index] ?? []));
    return {
      template: undefined,
      items: pictures.map(() => undefined),
      doubts: more.length > 0 ? [describeMixed(pictures, votes), ...doubts] : doubts,
    };
  }
  const ties = pictures.map((picture, index) => tie(picture, matches[index] ?? [], template));
  return {
    template,
    items: ties.map(({ item }) => item),
    doubts: ties.flatMap(({ doubt }) => (doubt === undefined ? [] : [doubt])),
  };
}

/** The item of one picture in an album of this template, without a word about doubts. */
export function tieItem(
  picture: TiedPicture,
  template: string | undefined,
  prompts: PromptIndex,
): string | undefined {
  if (template === undefined) return undefined;
  return tie(picture, picture.prompt === undefined ? [] : prompts.find(picture.prompt), template).item;
}

/** The templates of pictures whose prompts fit one item alone, in the order of the pictures. */
function countVotes(matches: readonly (readonly PromptMatch[])[]): readonly string[] {
  const votes = matches.flatMap((found) => (found.length === 1 ? found : []));
  return [...new Set(votes.map(({ template }) => template))];
}

function tie(
  { file, named }: TiedPicture,
  matches: readonly PromptMatch[],
  template: string,
): { readonly item?: string; readonly doubt?: Notice } {
  const name = named(template);
  if (matches.length === 0) return name === undefined ? {} : { item: name };
  const own = matches.filter((match) => match.template === template);
  const [first] = own;
  if (first === undefined) return { doubt: describeOther(file, matches, template) };
  if (own.length > 1) {
    // The name then tells which of them it is.
    const item = own.find((match) => match.item === name)?.item;
    return item === undefined ? { doubt: describeSeveral(file, own)[0] as Notice } : { item };
  }
  if (name === undefined || name === first.item) return { item: first.item };
  return { item: first.item, doubt: describeOtherName(file, first.item, name) };
}

function describeSeveral(file: string, matches: readonly PromptMatch[]): readonly Notice[] {
  if (matches.length < 2) return [];
  return [
    {
      code: "item-ambiguous",
      message: `${showName(file)} has the prompt of several items: ${list(matches)}. It was tied to none.`,
      help: "Make their prompts differ, or declare set_template in the album's manifest and item in the entry of the picture.",
    },
  ];
}

function describeOther(file: string, matches: readonly PromptMatch[], template: string): Notice {
  return {
    code: "item-of-other-set",
    message: `${showName(file)} has the prompt of ${list(matches)}, but its album belongs to the set template ${template}. It was tied to no item.`,
    help: "Put the picture into an album of that set, or declare its item in the manifest.",
  };
}

function describeOtherName(file: string, item: string, name: string): Notice {
  return {
    code: "item-name-differs",
    message: `${showName(file)} is named after item ${showName(name)}, but has the prompt of ${showName(item)}. It was tied to ${showName(item)}.`,
    help: "Declare the item in the manifest if the name is right.",
  };
}

function describeMixed(pictures: readonly TiedPicture[], votes: readonly string[]): Notice {
  return {
    code: "sets-mixed",
    message: `${showName(pictures[0]?.file ?? "")} and other pictures of its album have prompts of several set templates: ${votes.join(", ")}. They were tied to none.`,
    help: "Put the pictures of each set into a folder of its own, or declare set_template in the album's manifest.",
  };
}

const MOST_MATCHES = 5;

function list(matches: readonly PromptMatch[]): string {
  const shown = matches
    .slice(0, MOST_MATCHES)
    .map(({ template, item }) => `${showName(item)} (${template})`)
    .join(", ");
  const rest = matches.length - MOST_MATCHES;
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
