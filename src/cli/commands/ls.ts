import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

const NOUNS = ["albums", "templates", "images", "items"] as const;

/** `sync ls`: what the database holds. */
export const ls: Command = {
  name: "ls",
  summary: "list albums, templates and images of the database, managed or not, and the items of sets",
  details: `Filters: albums   type: template: public:
         templates lora: public:
         images   album: type: template: item: label: lora: nsfw: public:
         items    [TEMPLATE] album: item: missing:
A word without a colon is looked for in slugs, names, prompts and descriptions. All filters must fit. Items are those that
the manifests declare, for each album of their set.`,
  args: [
    { label: "WHAT", required: true, choices: NOUNS },
    { label: "FILTER", repeated: true, candidates: { albums: "albums", items: "templates" } },
  ],
  options: [...FORMAT_OPTIONS],
  examples: [
    { line: "sync ls albums type:deck", does: "the decks, with how many cards of their set they show" },
    { line: "sync ls images label:spades nsfw:no lora:tarot", does: "images for which all of this holds" },
    { line: "sync ls items card-deck missing:yes", does: "what its albums do not show yet" },
    { line: "sync ls images template:card-deck --json", does: "for a program" },
  ],
  run: showRows,
};

async function showRows(context: Context): Promise<ExitCode> {
  const { args, output } = context;
  const [noun, ...words] = args as readonly [(typeof NOUNS)[number], ...string[]];
  const [{ withProject }, { readListRequest }, { listRows }, { renderList }, { printResult }] =
    await Promise.all([
      import("../args/project.js"),
      import("../args/filters.js"),
      import("../../engine/list.js"),
      import("../views/text/list-text.js"),
      import("../views/print-result.js"),
    ]);
  const request = readListRequest(noun, words);
  const list = await withProject(context, (project) => listRows(project, request));
  if (list.rows.length === 0 && !output.json)
    output.say(`No ${noun}${words.length > 0 ? " fit these filters" : ""}.`);
  else await printResult(output, list.rows, () => renderList(list, output.stdout));
  return EXIT.success;
}
