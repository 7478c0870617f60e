import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { DIAGNOSTIC_CODES } from "../../src/manifest/text/codes.js";
import { PROJECT_DIR } from "../support/paths.js";

const sections = readFileSync(join(PROJECT_DIR, "docs/diagnostics.md"), "utf8")
  .split(/^## /m)
  .slice(1)
  .map((section) => {
    const end = section.indexOf("\n");
    return { code: section.slice(0, end), text: section.slice(end) };
  });
const documented = sections.map(({ code }) => code);
const sources = readSources();

describe("docs/diagnostics.md", () => {
  it("has one section per code, sorted, each with text below its heading", () => {
    assert.deepEqual(documented, [...new Set(documented)].sort());
    for (const { code, text } of sections) {
      assert.match(code, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      assert.match(text, /^\n\n[A-Z`][\s\S]{40}/, code);
    }
  });

  // Problems of a single picture carry their words with them; some are codes here, some are not.
  it("explains every code that manifests, plans and commands report", () => {
    const reporting = sources.filter(({ file }) => !file.startsWith("images"));
    const planned = reporting.flatMap(({ text }) =>
      Array.from(
        text.matchAll(/\b(?:code: |block\(\s*\w+,\s*)"([a-z0-9-]+)"/g),
        ([, code]) => code as string,
      ),
    );
    assert.ok(planned.includes("deleted-in-database"), "the search for codes found nothing");
    const codes = new Set([...DIAGNOSTIC_CODES, ...planned]);
    assert.deepEqual(
      [...codes].filter((code) => !documented.includes(code)),
      [],
    );
  });

  it("explains no code that nothing reports", () => {
    const used = (code: string) => sources.some(({ text }) => text.includes(`"${code}"`));
    assert.deepEqual(
      documented.filter((code) => !used(code)),
      [],
    );
  });
});

/** The sources, without the list of codes, which is not a use of them. */
function readSources(): readonly { readonly file: string; readonly text: string }[] {
  const root = join(PROJECT_DIR, "src");
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith("codes.ts"))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
}
