import { resolve } from "node:path";
import type { Environment } from "../engine/project/environment.js";
import { usageFailure } from "../engine/project/failure.js";
import { readVersion } from "../engine/project/version.js";
import { isFolder } from "../files/exists.js";
import type { Context } from "./args/command.js";
import { Flags, type RawFlags } from "./args/flags.js";
import { allOptions, interpretTokens, optionsOf } from "./args/parse.js";
import { readTokens, type Tokens } from "./args/tokens.js";
import { COMMANDS } from "./commands.js";
import { createHints, nameProgram } from "./terminal/command-name.js";
import { EXIT, type ExitCode } from "./terminal/exit-codes.js";
import { createOutput, type Output, type OutputSettings, type Streams } from "./terminal/output.js";
import { formatCommandHelp, formatProgramHelp } from "./views/help.js";

/** The parts of a process that the program uses. */
interface ProcessIO {
  readonly argv: readonly string[];
  readonly environment: Environment;
  readonly cwd: string;
  readonly streams: Streams;
  readonly takeSignals: Context["takeSignals"];
  readonly now: () => Date;
  /** The program as Node.js was given it. */
  readonly program: string | undefined;
}

/** A command line on its way. `output` is there before anything can go wrong. */
interface Program {
  readonly output: Output;
  /** Throws a Failure for what a person can fix, anything else for a bug. */
  run(): Promise<ExitCode>;
}

/** Cuts the command line; nothing is run or refused yet. */
export function openProgram(io: ProcessIO): Program {
  const tokens = asHelp(readTokens(io.argv, allOptions(COMMANDS)));
  const output = createOutput(io.streams, {
    ...readSettings(tokens.flags, io.environment),
    hint: createHints(COMMANDS, () => nameProgram(io), readPlace(tokens.flags)),
  });
  return { output, run: () => runProgram(io, tokens, output) };
}

/** `sync help plan` is what many programs know for `sync plan --help`. */
function asHelp(tokens: Tokens): Tokens {
  if (tokens.words[0] !== "help") return tokens;
  return { ...tokens, words: tokens.words.slice(1), flags: new Map([...tokens.flags, ["help", true]]) };
}

async function runProgram(io: ProcessIO, tokens: Tokens, output: Output): Promise<ExitCode> {
  const { environment, takeSignals, now } = io;
  const { command, args } = interpretTokens(tokens, COMMANDS);
  const flags = new Flags(optionsOf(command), tokens.flags, environment);
  if (flags.isOn("version")) {
    output.print(readVersion());
    return EXIT.success;
  }
  if (command === undefined || flags.isOn("help")) {
    const options = { width: readWidth(environment, output), hint: output.hint };
    output.print(
      command === undefined ? formatProgramHelp(COMMANDS, options) : formatCommandHelp(command, options),
    );
    return EXIT.success;
  }
  const context: Context = {
    args,
    flags,
    cwd: resolveFolder(io.cwd, flags.text("cwd")),
    environment,
    output,
    takeSignals,
    now,
  };
  return command.run(context);
}

/** Characters in a line of help: of COLUMNS, else of the terminal, else 80; never under 40. */
function readWidth({ COLUMNS: columns = "" }: Environment, { stdout }: Output): number {
  const wanted = /^[1-9]\d{0,4}$/.test(columns) ? Number(columns) : (stdout.columns ?? 80);
  return Math.max(40, wanted);
}

function resolveFolder(cwd: string, wanted: string | undefined): string {
  if (wanted === undefined) return cwd;
  const folder = resolve(cwd, wanted);
  if (!isFolder(folder)) throw usageFailure(`-C ${wanted}: there is no such folder`, "Check the path.");
  return folder;
}

/** Help is about every project. */
function readPlace(flags: RawFlags): Parameters<typeof createHints>[2] {
  if (flags.has("help")) return {};
  const [cwd, config] = ["cwd", "config"].map((name) => {
    const texts = flags.get(name);
    return Array.isArray(texts) ? (texts.at(-1) as string) : undefined;
  });
  return { cwd, config };
}

/** How to write, read tolerantly: a wrong value is reported later, in the form that the rest asks for. */
function readSettings(flags: RawFlags, environment: Environment): Omit<OutputSettings, "hint"> {
  const color = flags.get("color");
  const wish = Array.isArray(color) ? color.at(-1) : undefined;
  const format = flags.get("format");
  return {
    color: flags.has("no-color") ? "never" : wish === "always" || wish === "never" ? wish : "auto",
    json: flags.has("json") || (Array.isArray(format) && format.at(-1) === "json"),
    quiet: flags.has("quiet"),
    verbose: flags.has("verbose"),
    noInput: flags.has("no-input"),
    environment,
  };
}
