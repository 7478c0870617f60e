import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_DIR } from "../../files/own-package.js";

/** The entries of docs/diagnostics.md by code: each is a second-level heading with the text below it. */
export function readDiagnosticEntries(): ReadonlyMap<string, string> {
  const text = readFileSync(join(PACKAGE_DIR, "docs/diagnostics.md"), "utf8");
  const parts = text.split(/^## /m).slice(1);
  return new Map(
    parts.map((part) => {
      const [heading, ...body] = part.split("\n");
      const code = (heading as string).replaceAll("`", "").trim();
      return [code, `${code}\n\n${body.join("\n").trim()}\n`];
    }),
  );
}
