import { didYouMean } from "../../manifest/text/suggest.js";
import { formatAddress } from "../../model/address.js";
import type { DesiredEstate } from "../../model/estate.js";
import { filter } from "../../model/lists/sequence.js";
import { expandPrompt, itemsOf, nameItem } from "../../model/prompt.js";
import type { Resource } from "../../model/resource.js";
import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import { usageFailure } from "../terminal/failure.js";
import type { Output } from "../terminal/output.js";

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
  run: renderPrompts,
};

interface Prompt {
  readonly item: string;
  readonly prompt: string;
}

async function renderPrompts(context: Context): Promise<ExitCode> {
  const { args, flags, output } = context;
  if (flags.isOn("csv") && output.json)
    throw usageFailure("--csv and JSON exclude each other", "Give one of them.");
  const { readEstate, readSettings } = await import("../work/project.js");
  const estate = await readEstate(await readSettings(context), context);
  const prompts = expandItems(findTemplate(estate, args[0] as string), flags.text("theme"));
  const wanted = flags.text("item");
  const shown = wanted === undefined ? prompts : [findItem(prompts, wanted)];
  if (output.json) {
    const { writeJson } = await import("../../report/formats/json-text.js");
    output.print(writeJson(shown));
  } else if (flags.isOn("csv")) {
    output.print(
      ["item,prompt", ...shown.map(({ item, prompt }) => `${quote(item)},${quote(prompt)}`)].join("\r\n"),
      "data",
    );
  } else {
    printPrompts(shown, wanted !== undefined, output);
  }
  return EXIT.success;
}

function findTemplate({ resources }: DesiredEstate, slug: string): Resource {
  const templates = filter(resources, ({ kind }) => kind === "set-template");
  const found = templates.find(({ address }) => address === formatAddress("set-template", slug));
  if (found !== undefined) return found;
  const slugs = templates.map(({ fields }) => String(fields.slug));
  throw usageFailure(
    `no set template is called "${slug}"${didYouMean(slug, slugs)}`,
    `The manifests declare: ${slugs.join(", ") || "none"}.`,
  );
}

function expandItems({ fields }: Resource, theme: string | undefined): readonly Prompt[] {
  const keyTemplate = typeof fields.item_key === "string" ? fields.item_key : undefined;
  return itemsOf(fields.items).map((item, index) => ({
    item: keyTemplate === undefined ? String(index + 1) : nameItem(keyTemplate, item),
    prompt: expandPrompt(fields, item, theme),
  }));
}

function findItem(prompts: readonly Prompt[], name: string): Prompt {
  const found = prompts.find(({ item }) => item === name);
  if (found !== undefined) return found;
  const near = didYouMean(
    name,
    prompts.map(({ item }) => item),
  );
  throw usageFailure(`the set has no item "${name}"${near}`, "Leave --item out to see all of them.");
}

function printPrompts(prompts: readonly Prompt[], single: boolean, output: Output): void {
  for (const { item, prompt } of prompts) output.print(single ? prompt : `${item}\n    ${prompt}`, "data");
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
