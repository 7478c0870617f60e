import type { ArgumentSpec, Command, Example } from "../args/command.js";
import type { OptionSpec } from "../args/option-spec.js";
import { GLOBAL_OPTIONS, valueLabel } from "../args/options.js";
import { EXIT_MEANINGS } from "../terminal/exit-codes.js";

const INTRODUCTION = `sync makes a database of image albums match YAML manifests.

Usage: sync <command> [options]`;

/** Help of the whole program. */
export function formatProgramHelp(commands: readonly Command[]): string {
  return joinSections([
    INTRODUCTION,
    formatTable(
      "Commands",
      commands.map((command) => [nameWithArguments(command), command.summary]),
    ),
    formatTable("Options of every command", GLOBAL_OPTIONS.map(optionRow)),
    formatTable("Environment", variableRows()),
    formatTable(
      "Exit codes",
      EXIT_MEANINGS.map(([code, meaning]) => [String(code), meaning]),
    ),
    "sync <command> --help shows the options and examples of a command.",
  ]);
}

/** Help of one command. */
export function formatCommandHelp(command: Command): string {
  const usage = `Usage: sync ${nameWithArguments(command)}${command.options.length > 0 ? " [options]" : ""}`;
  return joinSections([
    `${capitalize(command.summary)}.`,
    usage,
    command.details ?? "",
    formatTable("Options", command.options.map(optionRow)),
    formatTable("Options of every command", GLOBAL_OPTIONS.map(optionRow)),
    formatExamples(command.examples),
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
  return [`${short}--${spec.name}${value === "" ? "" : ` ${value}`}`, `${spec.summary}${variable}`];
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

function formatTable(title: string, rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return "";
  const width = Math.max(...rows.map(([left]) => left.length));
  return [`${title}:`, ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)].join("\n");
}

function formatExamples(examples: readonly Example[]): string {
  return ["Examples:", ...examples.map(({ line, does }) => `  ${line}\n      ${does}`)].join("\n");
}

function joinSections(sections: readonly string[]): string {
  return sections.filter((section) => section !== "").join("\n\n");
}

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
