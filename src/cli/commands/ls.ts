import type { DatabaseHandle } from "../../db/connection/connect.js";
import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import type { List } from "../views/list-text.js";

const NOUNS = ["albums", "templates", "images"] as const;

type Noun = (typeof NOUNS)[number];

/** `sync ls`: what the database holds. */
export const ls: Command = {
  name: "ls",
  summary: "list what the database holds, everybody's",
  details: `Filters: albums   type: template: public:
         templates lora: public:
         images   album: type: template: label: lora: nsfw: public:
A word without a colon is looked for in names, prompts and descriptions. All filters must fit.`,
  args: [
    { label: "WHAT", required: true, choices: NOUNS },
    { label: "FILTER", repeated: true },
  ],
  options: [...FORMAT_OPTIONS],
  examples: [
    { line: "sync ls albums type:deck", does: "the decks, with how many cards of their set they show" },
    { line: "sync ls images label:spades nsfw:no lora:tarot", does: "images for which all of this holds" },
    { line: "sync ls images template:card-deck --json", does: "for a program" },
  ],
  run: listRows,
};

async function listRows(context: Context): Promise<ExitCode> {
  const { args, output } = context;
  const [noun, ...words] = args as readonly [Noun, ...string[]];
  const [{ readSettings }, { sayCopy, withDatabase }, { renderList }] = await Promise.all([
    import("../work/project.js"),
    import("../work/database.js"),
    import("../views/list-text.js"),
  ]);
  const find = await prepareList(noun, words);
  const settings = await readSettings(context);
  const list = await withDatabase(settings, "read", (handle) => {
    sayCopy(handle, output);
    return find(handle, settings.estate);
  });
  if (output.json) {
    const { writeJson } = await import("../../report/formats/json-text.js");
    output.print(writeJson(list.rows));
  } else if (list.rows.length === 0) {
    output.say(`No ${noun}${words.length > 0 ? " fit these filters" : ""}.`);
  } else {
    output.print(renderList(list, output.stdout));
  }
  return EXIT.success;
}

/** Checks the filters before any file is opened. */
async function prepareList(
  noun: Noun,
  words: readonly string[],
): Promise<(handle: DatabaseHandle, estate: string) => Promise<List>> {
  const [{ parseFilters }, { listAlbums, listImages, listTemplates }] = await Promise.all([
    import("../args/filters.js"),
    import("../../db/read/list.js"),
  ]);
  if (noun === "albums") {
    const filter = parseFilters("albums", words);
    return async (handle, estate) => ({ noun, rows: await listAlbums(handle, estate, filter) });
  }
  if (noun === "templates") {
    const filter = parseFilters("templates", words);
    return async (handle, estate) => ({ noun, rows: await listTemplates(handle, estate, filter) });
  }
  const filter = parseFilters("images", words);
  return async (handle, estate) => ({ noun, rows: await listImages(handle, estate, filter) });
}
