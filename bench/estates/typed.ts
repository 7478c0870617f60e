import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Formats the manifests of a project as people type them; the values stay. */
export function typeByHand(dir: string): void {
  const folder = join(dir, "manifests");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const name of names.filter((each) => each.endsWith(".yaml"))) {
    const path = join(folder, name);
    writeFileSync(path, formatAsTyped(readFileSync(path, "utf8")));
  }
}

function formatAsTyped(text: string): string {
  const lines = text.split("\n").map((line, index) => {
    const started = line.replace(/^ {2}- file:/, `\n  # picture ${index}\n    -   file:`);
    if (started !== line) return started;
    const indent = /^ */.exec(line)?.[0].length ?? 0;
    const value = line.trimStart().replace(/"([^"'\\]*)"/g, "'$1'");
    return indent === 0
      ? value
      : `${" ".repeat(2 * indent)}${value}${index % 7 === 0 ? "  # as before" : ""}`;
  });
  return lines.join("\n");
}
