import { fstatSync } from "node:fs";
import type { Environment } from "../../engine/project/environment.js";
import {
  breakCommands,
  breakCommandsInJson,
  printableJson,
  printableLines,
} from "../../report/text/printable.js";

/**
 * What a text is, which decides how it is made safe to show. `text`: for a person; what a terminal would obey is
 * escaped, our colours excepted. `json`: the same in the escapes of JSON, on a terminal. `data`: goes into a pipe as it
 * is, to a terminal like text without colours. `annotations`: commands for the runner itself, with escaped data in them.
 */
type TextForm = "text" | "json" | "data" | "annotations";

/** A text whose mentions of commands are ready to run where it is printed. */
type Hint = (text: string) => string;

/** One of the two streams, with what may be written to it. */
export interface Channel {
  /** Writes a text so that neither a terminal nor a runner of GitHub Actions obeys what is in it. */
  readonly write: (text: string, form?: TextForm) => void;
  /** Writes over the line that the cursor is in, and goes back to its start for `after: "return"`. */
  readonly overwrite: (line: string, after?: "stay" | "return") => void;
  readonly isTerminal: boolean;
  readonly color: boolean;
  /** Width of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
  readonly hint: Hint;
}

/** Where a command writes. */
export interface Output {
  readonly stdout: Channel;
  readonly stderr: Channel;
  /** The result is one JSON document on stdout. */
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** True when a question may be asked: a person sits at both ends. */
  readonly interactive: boolean;
  /** The bar on stderr may redraw itself. */
  readonly animated: boolean;
  /** The result, to stdout. A newline is added where it is missing. The form is JSON where that was asked for, else text. */
  print(text: string, form?: TextForm): void;
  readonly hint: Hint;
  /** Talk, to stderr, its hints ready to run; dropped by --quiet. */
  say(text: string): void;
  /** A problem, to stderr. */
  warn(text: string): void;
}

/** What decides how the streams are used. */
export interface OutputSettings {
  readonly color: "auto" | "always" | "never";
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly noInput: boolean;
  readonly environment: Environment;
  readonly hint: Hint;
}

export interface Streams {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: Stream;
  readonly stderr: Stream;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly fd?: number;
  readonly columns?: number;
  write(text: string): boolean;
}

/** Joins the streams of a process with its flags and environment. */
export function createOutput(streams: Streams, settings: OutputSettings): Output {
  const stdout = openChannel(streams.stdout, settings);
  const stderr = openChannel(streams.stderr, settings);
  const attended = !inCi(settings.environment);
  return {
    stdout,
    stderr,
    json: settings.json,
    quiet: settings.quiet,
    verbose: settings.verbose,
    // Only asked where it matters: opening stdin takes 1.4 ms of a processor.
    get interactive() {
      return attended && !settings.noInput && stderr.isTerminal && streams.stdin.isTTY === true;
    },
    animated: attended && stderr.isTerminal && settings.environment.TERM !== "dumb",
    hint: settings.hint,
    print: (text, form = settings.json ? "json" : "text") => stdout.write(endLine(text), form),
    say: (text) => {
      if (!settings.quiet) stderr.write(endLine(settings.hint(text)));
    },
    warn: (text) => stderr.write(endLine(text)),
  };
}

/** Whether a stream is coloured: flag, NO_COLOR, FORCE_COLOR, then what the stream is. */
export function decideColor(
  wish: OutputSettings["color"],
  isTerminal: boolean,
  environment: Environment,
): boolean {
  if (wish !== "auto") return wish === "always";
  const { NO_COLOR: forbidden, FORCE_COLOR: force } = environment;
  if (forbidden !== undefined && forbidden !== "") return false;
  if (force !== undefined) return force !== "0" && force !== "false";
  return isTerminal && environment.TERM !== "dumb";
}

function openChannel(stream: Stream, { color, environment, hint }: OutputSettings): Channel {
  const isTerminal = stream.isTTY === true;
  const isColored = decideColor(color, isTerminal, environment);
  const underRunner = environment.GITHUB_ACTIONS === "true";
  const secure = (text: string, form: TextForm = "text") => {
    const escaped = escapeText(text, form, isTerminal, isColored);
    return underRunner ? disarm(escaped, form, stream) : escaped;
  };
  return {
    write: (text, form) => {
      stream.write(secure(text, form));
    },
    overwrite: (line, after = "stay") => {
      stream.write(`\r${secure(line)}${after === "return" ? "\r" : ""}`);
    },
    isTerminal,
    color: isColored,
    columns: isTerminal ? stream.columns : undefined,
    hint,
  };
}

function escapeText(text: string, form: TextForm, isTerminal: boolean, isColored: boolean): string {
  if (form === "text") return printableLines(text, isColored);
  if (!isTerminal) return text;
  return form === "json" ? printableJson(text) : printableLines(text);
}

/** A runner reads what goes through its pipe, never a file: data stays as it is there. */
function disarm(text: string, form: TextForm, { fd }: Stream): string {
  if (form === "annotations") return text;
  if (form === "json") return breakCommandsInJson(text);
  if (form === "data" && fd !== undefined && fstatSync(fd).isFile()) return text;
  return breakCommands(text);
}

function inCi({ CI: ci }: Environment): boolean {
  return ci !== undefined && ci !== "" && ci !== "false" && ci !== "0";
}

function endLine(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
