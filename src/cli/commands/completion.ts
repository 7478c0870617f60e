import { usageFailure } from "../../engine/project/failure.js";
import type { Command, Context } from "../args/command.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

const SHELLS = ["bash", "zsh", "fish"] as const;

/** `sync completion SHELL`: a script that lets the shell complete commands and options; `list` names all of them. */
export function completionOf(list: () => readonly Command[]): Command {
  return {
    name: "completion",
    summary: "print a completion script for a shell",
    args: [{ label: "SHELL", required: true, choices: SHELLS }],
    options: [
      {
        name: "candidates",
        value: { kind: "text", label: "KIND:PREFIX" },
        summary: "what the scripts ask: names of templates, albums or addresses that begin with PREFIX",
      },
    ],
    examples: [
      {
        line: "source <(sync completion bash)",
        does: "complete in this shell; put the line into ~/.bashrc to keep it",
      },
      { line: "sync completion fish > ~/.config/fish/completions/sync.fish", does: "keep it for fish" },
    ],
    run: (context) => {
      const asked = context.flags.text("candidates");
      return asked === undefined ? printScript(context, list()) : printCandidates(context, asked);
    },
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

async function printCandidates(context: Context, asked: string): Promise<ExitCode> {
  const [{ CANDIDATE_KINDS, listCandidates }, { readProjectRequest }] = await Promise.all([
    import("../../engine/candidates.js"),
    import("../args/project.js"),
  ]);
  const [, name, prefix = ""] = /^([^:]*):(.*)$/s.exec(asked) ?? [];
  const kind = CANDIDATE_KINDS.find((one) => one === name);
  if (kind === undefined)
    throw usageFailure(
      `--candidates can't be "${asked}"`,
      `Write a kind and the beginning of a name, e.g. albums:decks/. Kinds: ${CANDIDATE_KINDS.join(", ")}.`,
    );
  const names = await listCandidates(readProjectRequest(context), kind, prefix);
  if (names.length > 0) context.output.print(names.join("\n"), "data");
  return EXIT.success;
}
