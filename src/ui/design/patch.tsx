import { WordDiff } from "./word-diff.js";

interface Line {
  readonly kind: "same" | "added" | "removed" | "place";
  readonly text: string;
}

/** The lines of a unified diff, without its two headers. */
function readPatch(diff: string): readonly Line[] {
  const lines = diff.split("\n");
  const start = lines.findIndex((line) => line.startsWith("@@"));
  if (start === -1) return [];
  return lines.slice(start).flatMap((line): readonly Line[] => {
    if (line.startsWith("@@")) return [{ kind: "place", text: line }];
    if (line.startsWith("+")) return [{ kind: "added", text: line.slice(1) }];
    if (line.startsWith("-")) return [{ kind: "removed", text: line.slice(1) }];
    if (line.startsWith(" ")) return [{ kind: "same", text: line.slice(1) }];
    return [];
  });
}

/** A text with a unified diff applied that was made from it. */
export function applyPatch(text: string, diff: string): string {
  const old = text.split("\n");
  const now: string[] = [];
  let next = 0;
  for (const { kind, text: line } of readPatch(diff)) {
    if (kind === "place") {
      const [, start = "1", count = "1"] = /^@@ -(\d+)(?:,(\d+))?/.exec(line) ?? [];
      // A hunk without old lines names the line before it.
      const first = count === "0" ? Number(start) : Number(start) - 1;
      for (const kept of old.slice(next, first)) now.push(kept);
      next = first;
    } else if (kind === "added") now.push(line);
    else {
      if (kind === "same") now.push(old[next] ?? line);
      next += 1;
    }
  }
  return [...now, ...old.slice(next)].join("\n");
}

/** A unified diff with the words marked in lines that were replaced one for one. */
export function PatchView({ diff }: { readonly diff: string }) {
  const lines = readPatch(diff);
  return (
    // What scrolls sideways must be reachable by keyboard.
    <pre class="patch" tabIndex={0} role="region" aria-label="Difference">
      {lines.map((line, at) => {
        const other = partnerOf(lines, at);
        return (
          // Lines of one diff never move.
          <span key={at} class={`line line-${line.kind}`}>
            <span class="sign" aria-hidden="true">
              {{ same: " ", added: "+", removed: "−", place: "" }[line.kind]}
            </span>
            {line.kind === "added" && other !== undefined ? (
              <Words before={other.text} after={line.text} side="added" />
            ) : null}
            {line.kind === "removed" && other !== undefined ? (
              <Words before={line.text} after={other.text} side="removed" />
            ) : null}
            {other === undefined ? line.text : null}
            {"\n"}
          </span>
        );
      })}
    </pre>
  );
}

/** Of runs of as many removed as added lines: the line on the other side. */
function partnerOf(lines: readonly Line[], at: number): Line | undefined {
  const kind = lines[at]?.kind;
  if (kind !== "added" && kind !== "removed") return undefined;
  let start = at;
  while (start > 0 && isChange(lines[start - 1])) start -= 1;
  let end = at;
  while (end < lines.length && isChange(lines[end])) end += 1;
  const run = lines.slice(start, end);
  const removed = run.filter((line) => line.kind === "removed");
  const added = run.filter((line) => line.kind === "added");
  if (removed.length !== added.length) return undefined;
  const own = kind === "added" ? added : removed;
  const index = own.indexOf(lines[at] as Line);
  return (kind === "added" ? removed : added)[index];
}

function isChange(line: Line | undefined): boolean {
  return line?.kind === "added" || line?.kind === "removed";
}

function Words(props: {
  readonly before: string;
  readonly after: string;
  readonly side: "added" | "removed";
}) {
  return (
    <span class={`only-${props.side}`}>
      <WordDiff before={props.before} after={props.after} />
    </span>
  );
}
