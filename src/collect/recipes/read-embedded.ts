import type { Json, JsonObject } from "../../model/json.js";
import { cleanText } from "../source/decode-text.js";
import type { FactValues } from "../source/fact-sheet.js";
import { readComfyUi } from "./comfyui/read-comfyui.js";
import type { PngText } from "./containers/png-texts.js";
import { readPictureTexts, XMP_KEYWORD } from "./containers/read-texts.js";
import { readA1111 } from "./programs/a1111.js";
import { readDrawThings } from "./programs/draw-things.js";
import { readEasyDiffusion } from "./programs/easy-diffusion.js";
import { type EmbeddedText, toEmbeddedText } from "./programs/embedded-text.js";
import { readFooocus } from "./programs/fooocus.js";
import { readDream, readInvokeAi, readSdMetadata } from "./programs/invokeai.js";
import { readNovelAi } from "./programs/novelai.js";
import { isRecipe } from "./programs/recipe.js";
import { readSwarmUi } from "./programs/swarmui.js";

/** What a picture says about how it was made. */
export interface EmbeddedFacts {
  /** The recipe: all of it from the strongest source that has one, empty when none has. */
  readonly recipe: FactValues;
  /** True when the recipe was worked out from a graph rather than read from resolved text. */
  readonly isFromGraph: boolean;
  /** Every text as it stood in the file, under `metadata`. */
  readonly raw: FactValues;
  /** When it was taken, as its EXIF says: ISO 8601, without a zone unless there is one. */
  readonly takenAt: string | undefined;
  /** Keywords of texts in which no recipe was found though they are none of the usual ones, ascending. */
  readonly unreadKeywords: readonly string[];
  /** Classes of nodes of a graph that no rule knows, ascending. */
  readonly unknownNodes: readonly string[];
  /** What could not be read: parts of sentences. */
  readonly faults: readonly string[];
}

/** Longer texts can't be a recipe; they are left in the file. */
const LONGEST_TEXT = 1024 * 1024;
/** Where programs write a recipe, the strongest first; texts under other names follow. */
const RANKING = ["parameters", "usercomment", "comment", "sd-metadata", "invokeai_metadata", "dream"];
/** Keywords of the PNG specification, of profiles, and of what comes with a recipe: texts about something else. */
const USUAL =
  /^(?:title|author|copyright|creation time|software|disclaimer|warning|source|date:\w+|raw profile type .*|xml:com\.adobe\.xmp|icc:.*|png:.*|exif:.*|dc:description|imagedescription|thumb::.*|invokeai_graph|invokeai_workflow|invokeai_image|extra|generation_data|signed_hash|fooocus_scheme)$/i;

/** Reads the recipe that a generator wrote into a PNG, JPEG, WebP or AVIF, and the texts that it stands in. Never throws. */
export function readEmbedded(picture: Buffer, mediaType: string): EmbeddedFacts {
  const { texts, takenAt, faults } = readPictureTexts(picture, mediaType);
  const sorted = sortTexts(texts, [...faults]);
  const ranked = [...sorted.texts.values()].sort((a, b) => rankOf(a) - rankOf(b));
  const resolved = findResolved(ranked, sorted.texts);
  const graph = resolved === undefined ? findGraph(ranked) : undefined;
  const recipe = resolved ?? graph?.values ?? {};
  return {
    recipe,
    isFromGraph: resolved === undefined && graph?.values !== undefined,
    raw: Object.fromEntries(ranked.map(({ keyword, text }) => [`metadata.${keyword}`, text])),
    takenAt,
    unreadKeywords: isRecipe(recipe)
      ? []
      : ranked
          .map(({ keyword }) => keyword)
          .filter((name) => !USUAL.test(name))
          .sort(),
    unknownNodes: graph?.unknown ?? [],
    faults: sorted.faults,
  };
}

/** The recipe of a text beside a picture; undefined when it holds none. */
export function readRecipeText(text: string): FactValues | undefined {
  return readResolved(toEmbeddedText("parameters", text));
}

function rankOf({ keyword }: EmbeddedText): number {
  const rank = RANKING.indexOf(keyword.toLowerCase());
  return rank < 0 ? RANKING.length : rank;
}

/** Texts by keyword. Of two with one keyword the first counts, as in the programs that write them. */
function sortTexts(
  texts: readonly PngText[],
  faults: string[],
): { readonly texts: ReadonlyMap<string, EmbeddedText>; readonly faults: readonly string[] } {
  const byKeyword = new Map<string, EmbeddedText>();
  for (const { keyword, text } of texts) {
    const known = byKeyword.get(keyword);
    const clean = cleanText(text);
    if (text.length > LONGEST_TEXT) faults.push(`the text "${keyword}" is ${text.length} characters long`);
    else if (known !== undefined && known.text !== clean)
      faults.push(`there are several texts "${keyword}", the first one was taken`);
    else if (known === undefined) byKeyword.set(keyword, toEmbeddedText(keyword, clean));
  }
  return { texts: byKeyword, faults };
}

/** The recipe of the strongest text that states one. */
function findResolved(
  ranked: readonly EmbeddedText[],
  byKeyword: ReadonlyMap<string, EmbeddedText>,
): FactValues | undefined {
  const beside = { source: byKeyword.get("Source")?.text, description: byKeyword.get("Description")?.text };
  for (const text of ranked) {
    // What an XMP packet holds is among the texts by its own name.
    const recipe = text.keyword === XMP_KEYWORD ? undefined : readResolved(text, beside);
    if (recipe !== undefined) return recipe;
  }
  const parts = [...byKeyword].map(([keyword, { text }]): [string, Json] => [keyword, text]);
  return readEasyDiffusion(Object.fromEntries(parts));
}

/** Writers whose text is one JSON object. */
const JSON_READERS: readonly ((value: JsonObject) => FactValues | undefined)[] = [
  readSwarmUi,
  readFooocus,
  readEasyDiffusion,
  readDrawThings,
  readSdMetadata,
];

function readResolved(
  { keyword, text, json }: EmbeddedText,
  beside?: Parameters<typeof readNovelAi>[1],
): FactValues | undefined {
  if (json === undefined) return keyword === "Dream" ? readDream(text) : readA1111(text);
  if (keyword === "invokeai_metadata") return readInvokeAi(json);
  for (const read of JSON_READERS) {
    const recipe = read(json);
    if (recipe !== undefined) return recipe;
  }
  return readNovelAi(json, beside);
}

/** The recipe of the first graph: API prompts before workflows of the editor, which lack what was resolved. */
function findGraph(ranked: readonly EmbeddedText[]): ReturnType<typeof readComfyUi> {
  const workflow = ranked.find(({ keyword }) => keyword.toLowerCase() === "workflow")?.json;
  const objects = ranked.flatMap(({ json }) => (json === undefined ? [] : [json]));
  const graphs = [...objects.filter((json) => json !== workflow), ...(workflow ? [workflow] : [])];
  const read = graphs.flatMap((json) => readComfyUi(json, workflow) ?? []);
  return read.find(({ values }) => values !== undefined) ?? read[0];
}
