import type { Environment } from "./environment.js";

/** One of the two streams, with what may be written to it. */
export interface Channel {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly color: boolean;
  /** Width of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
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
  /** The result, to stdout. A newline is added where it is missing. */
  print(text: string): void;
  /** Talk, to stderr; dropped by --quiet. */
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
}

export interface Streams {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: Stream;
  readonly stderr: Stream;
}

interface Stream {
  readonly isTTY?: boolean;
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
    interactive: attended && !settings.noInput && streams.stdin.isTTY === true && stderr.isTerminal,
    animated: attended && stderr.isTerminal && settings.environment.TERM !== "dumb",
    print: (text) => stdout.write(endLine(text)),
    say: (text) => {
      if (!settings.quiet) stderr.write(endLine(text));
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

function openChannel(stream: Stream, { color, environment }: OutputSettings): Channel {
  const isTerminal = stream.isTTY === true;
  return {
    write: (text) => {
      stream.write(text);
    },
    isTerminal,
    color: decideColor(color, isTerminal, environment),
    columns: isTerminal ? stream.columns : undefined,
  };
}

function inCi({ CI: ci }: Environment): boolean {
  return ci !== undefined && ci !== "" && ci !== "false" && ci !== "0";
}

function endLine(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
