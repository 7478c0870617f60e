import { usageFailure } from "../../engine/project/failure.js";
import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync render SLUG`: the prompts that a set template expands to. */
export const render: Command = {
  name: "render",
  summary: "print the prompts that a set template expands to",
  args: [{ label: "SLUG", required: true }],
  options: [
    { name: "theme", value: { kind: "text", label: "TEXT" }, summary: "the art style to put in" },
    { name: "item", value: { kind: "text", label: "NAME" }, summary: "only the prompt of this item" },
    { name: "csv", summary: "as CSV with the columns item and prompt" },
    ...FORMAT_OPTIONS,
  ],
  examples: [
    { line: "sync render card-deck", does: "every prompt of the set" },
    {
      line: 'sync render card-deck --item "Two of Spades" --theme "night forest"',
      does: "one prompt, in a style",
    },
    { line: "sync render card-deck --csv > prompts.csv", does: "for a batch run" },
  ],
  run: showPrompts,
};

async function showPrompts(context: Context): Promise<ExitCode> {
  const { args, flags, output } = context;
  const csv = flags.isOn("csv");
  if (csv && output.json) throw usageFailure("--csv and JSON exclude each other", "Give one of them.");
  const [{ withProject }, { renderPrompts }, { printPrompts }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/render.js"),
    import("../views/print-prompts.js"),
  ]);
  const item = flags.text("item");
  const prompts = await withProject(context, (project) =>
    renderPrompts(project, { slug: args[0] as string, theme: flags.text("theme"), item }),
  );
  await printPrompts(prompts, { csv, alone: item !== undefined }, output);
  return EXIT.success;
}
