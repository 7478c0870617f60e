/** A `sh` block of a Markdown text, and the `text` block behind it: what the commands promise to print. */
export interface DocumentedCommand {
  readonly script: string;
  /** Undefined when the document promises nothing. */
  readonly output: string | undefined;
  /** From `# exit code N` behind the command; 0 without it. */
  readonly exitCode: number;
  readonly line: number;
}

const BLOCK = /^```sh\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```$)?/gm;

/** The `sh` blocks of a Markdown text in order. */
export function readDocumentedCommands(markdown: string): readonly DocumentedCommand[] {
  return Array.from(markdown.matchAll(BLOCK), (match) => {
    const script = match[1] as string;
    return {
      script,
      output: match[2],
      exitCode: Number(/# exit code (\d+)/.exec(script)?.[1] ?? "0"),
      line: markdown.slice(0, match.index).split("\n").length,
    };
  });
}

/** True when `actual` is what was promised. A line `…` stands for any lines, numbers of seconds for any. */
export function isAsPromised(promised: string, actual: string): boolean {
  const lines = normalize(promised).map((line) =>
    line === "…" ? "(?:.*\\n)*?" : `${escapePattern(line)}\\n`,
  );
  return new RegExp(`^${lines.join("")}$`).test(`${normalize(actual).join("\n")}\n`);
}

function normalize(text: string): readonly string[] {
  return (
    text
      .trimEnd()
      .split("\n")
      // What npm says of a machine's own settings is not ours.
      .filter((line) => !line.startsWith("npm warn "))
      .map((line) => line.trimEnd().replace(/\bin \d+(\.\d+)? s\b/g, "in 0.0 s"))
  );
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
