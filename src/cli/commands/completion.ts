import type { Command, Context } from "../args/command.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

const SHELLS = ["bash", "zsh", "fish"] as const;

/** `sync completion SHELL`: a script that lets the shell complete commands and options; `list` names all of them. */
export function completionOf(list: () => readonly Command[]): Command {
  return {
    name: "completion",
    summary: "print a completion script for a shell",
    args: [{ label: "SHELL", required: true, choices: SHELLS }],
    options: [],
    examples: [
      {
        line: "source <(sync completion bash)",
        does: "complete in this shell; put the line into ~/.bashrc to keep it",
      },
      { line: "sync completion fish > ~/.config/fish/completions/sync.fish", does: "keep it for fish" },
    ],
    run: (context) => printScript(context, list()),
  };
}

async function printScript({ args, output }: Context, commands: readonly Command[]): Promise<ExitCode> {
  const [{ tabulateCommands }, { readDiagnosticEntries }] = await Promise.all([
    import("../completion/table.js"),
    import("../completion/diagnostic-entries.js"),
  ]);
  const table = tabulateCommands(commands, { CODE: [...readDiagnosticEntries().keys()] });
  const shell = args[0] as (typeof SHELLS)[number];
  const format = {
    bash: async () => (await import("../completion/bash.js")).formatBash,
    zsh: async () => (await import("../completion/zsh.js")).formatZsh,
    fish: async () => (await import("../completion/fish.js")).formatFish,
  }[shell];
  output.print((await format())(table));
  return EXIT.success;
}
