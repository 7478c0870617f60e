import { resolve } from "node:path";
import { usageFailure } from "../../engine/project/failure.js";
import type { Command, Context } from "../args/command.js";
import { JSON_OPTION } from "../args/options.js";
import { RENDER_FORMATS, readRenderFormat } from "../args/render-format.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync render SLUG`: the recipes that a set template expands to. */
export const render: Command = {
  name: "render",
  summary: "print the prompts of a set template, or whole recipes for a generator",
  details: `text has the prompts alone; the other formats have the negative prompt, size, steps, guidance, LoRAs, seed and
file name too. What the template doesn't say is null or left out. a1111 prints a body for /sdapi/v1/txt2img a line.
comfyui prints a workflow a line: the one of --workflow, with values in the nodes that have the titles positive, negative,
size (or width, height), sampler (or seed, steps, guidance), lora 1, lora 2 and file.
ALBUM is for --missing: only the pictures that this album lacks.`,
  args: [
    { label: "SLUG", required: true, candidates: "templates" },
    { label: "ALBUM", candidates: "albums" },
  ],
  options: [
    {
      name: "format",
      value: { kind: "choice", choices: RENDER_FORMATS },
      summary: "output format (default: text)",
    },
    { name: "csv", summary: "the same as --format csv" },
    JSON_OPTION,
    { name: "theme", value: { kind: "text", label: "TEXT" }, summary: "the art style to put in" },
    {
      name: "item",
      value: { kind: "list", label: "GLOB" },
      summary: 'only items with this name, or that match, e.g. "* of Spades"; may be given several times',
    },
    { name: "missing", summary: "only items without a picture in ALBUM, or in any album of the set" },
    {
      name: "seed",
      value: { kind: "count", label: "N" },
      summary: "give each item a seed of its own, which follows from N and its name",
    },
    {
      name: "workflow",
      value: { kind: "file", label: "FILE" },
      summary: "comfyui: the workflow to fill, exported in API form",
    },
  ],
  examples: [
    { line: "sync render card-deck", does: "every prompt of the set" },
    {
      line: 'sync render card-deck --item "Two of Spades" --theme "night forest"',
      does: "one prompt, in a style",
    },
    {
      line: "sync render card-deck --missing --seed 7 --format jsonl",
      does: "whole recipes of what has no picture yet",
    },
    {
      line: "sync render card-deck --format comfyui --workflow card.json",
      does: "a prompt for ComfyUI a line",
    },
  ],
  run: showRecipes,
};

async function showRecipes(context: Context): Promise<ExitCode> {
  const { args, cwd, flags, output } = context;
  const [slug, album] = args as readonly [string, string?];
  const format = readRenderFormat(flags);
  const workflow = flags.text("workflow");
  const isMissing = flags.isOn("missing");
  if (album !== undefined && !isMissing)
    throw usageFailure(
      `sync render does not know what to do with "${album}"`,
      "Name an album only with --missing; sync render --help shows how it is used.",
    );
  if ((format === "comfyui") !== (workflow !== undefined))
    throw usageFailure("--format comfyui and --workflow belong together", "Give both, or neither.");
  const [{ withProject }, { renderRecipes }, { printRecipes }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/render/render.js"),
    import("../views/print-recipes.js"),
  ]);
  const items = flags.list("item");
  const missing = isMissing ? { album: album?.replace(/^album:/, "") } : undefined;
  await withProject(context, async (project) => {
    const options = { slug, items, missing, theme: flags.text("theme"), seed: flags.count("seed") };
    const recipes = await renderRecipes(project, options);
    const file = workflow === undefined ? undefined : { path: resolve(cwd, workflow), shown: workflow };
    await printRecipes(recipes, { project, format, file, slug, items, isMissing }, output);
  });
  return EXIT.success;
}
