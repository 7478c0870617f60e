import { type Failure, usageFailure } from "../../engine/project/failure.js";
import { didYouMean } from "../../manifest/text/suggest.js";
import type { Command } from "./command.js";
import type { OptionSpec } from "./option-spec.js";
import { GLOBAL_OPTIONS } from "./options.js";
import type { Tokens } from "./tokens.js";

/** Which command a command line calls, and with what. `command` is undefined when it names none. */
interface Invocation {
  readonly command: Command | undefined;
  readonly args: readonly string[];
}

/** Every option that some command knows, by name. */
export function allOptions(commands: readonly Command[]): ReadonlyMap<string, OptionSpec> {
  const specs = [...commands.flatMap((command) => command.options), ...GLOBAL_OPTIONS];
  return new Map(specs.map((spec) => [spec.name, spec]));
}

/** The options that a call of the command may carry. */
export function optionsOf(command: Command | undefined): readonly OptionSpec[] {
  return [...(command?.options ?? []), ...GLOBAL_OPTIONS];
}

/** Finds the command and checks its words and option names. Throws a usage failure. */
export function interpretTokens(tokens: Tokens, commands: readonly Command[]): Invocation {
  const { words, unknown, problems } = tokens;
  const command = commands.find(({ name }) => name.split(" ").every((part, index) => words[index] === part));
  // The word after an unknown option may be its value, so that the option is named first.
  if (command === undefined && words.length > 0 && unknown.length === 0)
    throw unknownCommand(words, commands);
  rejectOptions(tokens, command, commands);
  if (problems[0] !== undefined) throw problems[0];
  const args = command === undefined ? [] : words.slice(command.name.split(" ").length);
  const isQuestion = tokens.flags.has("help") || tokens.flags.has("version");
  if (command !== undefined && !isQuestion) checkArguments(command, args);
  return { command, args };
}

function unknownCommand(words: readonly string[], commands: readonly Command[]): Failure {
  const [noun, action] = words as readonly [string, ...string[]];
  const names = commands.map(({ name }) => name);
  const actions = names
    .filter((name) => name.startsWith(`${noun} `))
    .map((name) => name.slice(noun.length + 1));
  if (actions.length === 0) {
    const nouns = names.map((name) => name.split(" ")[0] as string);
    return usageFailure(
      `there is no command "${noun}"${didYouMean(noun, [...names, ...nouns, "help"])}`,
      "sync --help lists the commands.",
    );
  }
  const list = `Use one of: ${actions.map((name) => `sync ${noun} ${name}`).join(", ")}.`;
  if (action === undefined) return usageFailure(`sync ${noun} needs an action`, list);
  return usageFailure(`sync ${noun} has no action "${action}"${didYouMean(action, actions)}`, list);
}

function rejectOptions(tokens: Tokens, command: Command | undefined, commands: readonly Command[]): void {
  const allowed = optionsOf(command).map(({ name }) => name);
  const elsewhere = [...tokens.flags.keys()].filter((name) => !allowed.includes(name));
  const first = [...tokens.unknown, ...elsewhere.map((name) => `--${name}`)][0];
  if (first === undefined) return;
  const candidates = command === undefined ? [...allOptions(commands).keys()] : allowed;
  const near = didYouMean(
    first,
    candidates.map((name) => `--${name}`),
  );
  const name = command === undefined ? "sync" : `sync ${command.name}`;
  throw usageFailure(`${name} has no option ${first}${near}`, `${name} --help lists the options.`);
}

function checkArguments(command: Command, args: readonly string[]): void {
  const missing = command.args[args.length];
  const help = `sync ${command.name} --help shows how it is used.`;
  if (missing?.required === true) throw usageFailure(`sync ${command.name} needs ${missing.label}`, help);
  const extra = command.args.at(-1)?.repeated === true ? undefined : args[command.args.length];
  if (extra !== undefined) {
    throw usageFailure(`sync ${command.name} does not know what to do with "${extra}"`, help);
  }
  command.args.forEach(({ choices }, index) => {
    const given = args[index];
    if (choices === undefined || given === undefined || choices.includes(given)) return;
    throw usageFailure(
      `sync ${command.name} does not know "${given}"${didYouMean(given, choices)}`,
      `Use one of: ${choices.join(", ")}.`,
    );
  });
}
