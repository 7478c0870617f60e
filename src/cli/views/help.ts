import type { ArgumentSpec, Command, Example } from "../args/command.js";
import type { OptionSpec } from "../args/option-spec.js";
import { GLOBAL_OPTIONS, listChoices, valueLabel } from "../args/options.js";
import { EXIT_MEANINGS } from "../terminal/exit-codes.js";
import { fillParagraphs, wrapWords } from "../terminal/wrap-text.js";

const INTRODUCTION = `sync makes a database of image albums match YAML manifests.

Usage: sync <command> [options]`;

/** How a help text is written. */
interface HelpOptions {
  /** Characters in a line. */
  readonly width: number;
  /** Makes commands ready to run. */
  readonly hint: (text: string) => string;
}

/** Help of the whole program. */
export function formatProgramHelp(commands: readonly Command[], { width, hint }: HelpOptions): string {
  return joinSections([
    fillParagraphs(hint(INTRODUCTION), width),
    formatTable(
      "Commands",
      commands.map((command) => [nameWithArguments(command), hint(command.summary)]),
      width,
    ),
    formatTable("Options of every command", GLOBAL_OPTIONS.map(optionRow), width),
    formatTable("Environment", variableRows(), width),
    formatTable(
      "Exit codes",
      EXIT_MEANINGS.map(([code, meaning]) => [String(code), meaning]),
      width,
    ),
    fillParagraphs(hint("sync <command> --help shows the options and examples of a command."), width),
  ]);
}

/** Help of one command. */
export function formatCommandHelp(command: Command, { width, hint }: HelpOptions): string {
  const usage = `Usage: sync ${nameWithArguments(command)}${command.options.length > 0 ? " [options]" : ""}`;
  const rowsOf = (options: readonly OptionSpec[]) =>
    options.map(optionRow).map(([left, right]) => [left, hint(right)] as const);
  return joinSections([
    fillParagraphs(hint(`${capitalize(command.summary)}.`), width),
    wrapWords(hint(usage), width - USAGE_INDENT.length).join(`\n${USAGE_INDENT}`),
    fillParagraphs(hint(command.details ?? ""), width),
    formatTable("Options", rowsOf(command.options), width),
    formatTable("Options of every command", rowsOf(GLOBAL_OPTIONS), width),
    formatExamples(command.examples, { width, hint }),
  ]);
}

/** `ls albums|templates|images [FILTER…]`. */
function nameWithArguments(command: Command): string {
  return [command.name, ...command.args.map(argumentLabel)].join(" ");
}

function argumentLabel({ label, required, repeated, choices }: ArgumentSpec): string {
  const name = `${choices?.join("|") ?? label}${repeated === true ? "…" : ""}`;
  return required === true ? name : `[${name}]`;
}

function optionRow(spec: OptionSpec): readonly [string, string] {
  const short = spec.short === undefined ? "    " : `-${spec.short}, `;
  const value = valueLabel(spec);
  const variable = spec.variable === undefined ? "" : ` [${spec.variable}]`;
  const choices = listChoices(spec);
  const summary = choices === "" ? spec.summary : `${spec.summary}; one of ${choices}`;
  return [`${short}--${spec.name}${value === "" ? "" : ` ${value}`}`, `${summary}${variable}`];
}

function variableRows(): readonly (readonly [string, string])[] {
  const mirrors = GLOBAL_OPTIONS.flatMap(({ name, variable }) =>
    variable === undefined ? [] : [[variable, `the same as --${name}`] as const],
  );
  return [
    ...mirrors,
    ["NO_COLOR, FORCE_COLOR", "never colours; colours even without a terminal"],
    ["CI", "no questions and no moving progress bar"],
  ];
}

const USAGE_INDENT = "       ";
const LEAST_RIGHT = 30;

/** Two columns; on a narrow terminal a right side that has no room stands below its left side. */
function formatTable(title: string, rows: readonly (readonly [string, string])[], width: number): string {
  if (rows.length === 0) return "";
  const longest = Math.max(...rows.map(([left]) => left.length));
  const left = Math.max(4, Math.min(longest, width - LEAST_RIGHT - 4));
  const indent = " ".repeat(left + 4);
  const lines = rows.flatMap(([name, about]) => {
    const [first = "", ...rest] = wrapWords(about, Math.max(LEAST_RIGHT, width - left - 4));
    const below = rest.map((line) => indent + line);
    if (name.length > left) return [`  ${name}`, indent + first, ...below];
    return [`  ${name.padEnd(left)}  ${first}`, ...below];
  });
  return [`${title}:`, ...lines].join("\n");
}

function formatExamples(examples: readonly Example[], { width, hint }: HelpOptions): string {
  const lines = examples.flatMap(({ line, does }) => [
    `  ${hint(line)}`,
    ...wrapWords(hint(does), width - 6).map((part) => `      ${part}`),
  ]);
  return ["Examples:", ...lines].join("\n");
}

function joinSections(sections: readonly string[]): string {
  return sections.filter((section) => section !== "").join("\n\n");
}

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
