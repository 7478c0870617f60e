import type { Context } from "../../src/cli/args/command.js";
import { Flags } from "../../src/cli/args/flags.js";
import type { OptionSpec } from "../../src/cli/args/option-spec.js";
import { createOutput } from "../../src/cli/terminal/output.js";

/** What a command gets in a folder, without a terminal and without flags, and what it printed. */
export function createContext(
  cwd: string,
  options: readonly OptionSpec[] = [],
): { readonly context: Context; readonly printed: () => string } {
  let text = "";
  const stream = {
    write: (part: string) => {
      text += part;
      return true;
    },
  };
  const output = createOutput(
    { stdin: {}, stdout: stream, stderr: stream },
    {
      color: "never",
      json: false,
      quiet: false,
      verbose: false,
      noInput: true,
      environment: {},
      hint: (text) => text,
    },
  );
  const context: Context = {
    args: [],
    flags: new Flags(options, new Map(), {}),
    cwd,
    environment: {},
    output,
    takeSignals: () => new AbortController().signal,
    now: () => new Date("2026-01-02T03:04:05.006Z"),
  };
  return { context, printed: () => text };
}
