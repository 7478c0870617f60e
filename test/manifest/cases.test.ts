import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { loadEstate } from "../../src/manifest/load/load.js";
import { CONFIG_NAME, loadSettings } from "../../src/manifest/read/settings.js";
import { DIAGNOSTIC_CODES } from "../../src/manifest/text/codes.js";
import type { Diagnostic } from "../../src/model/diagnostic.js";
import type { Settings } from "../../src/model/estate.js";
import type { SourceRef } from "../../src/model/source.js";
import { assertGolden } from "../support/golden.js";
import { PROJECT_DIR } from "../support/paths.js";

const CASES_DIR = join(PROJECT_DIR, "test/manifest/cases");
const CASES = readdirSync(CASES_DIR).sort();

/** Codes whose input git or a checkout would change, or that need files of their own: the tests that cover them. */
const ELSEWHERE: readonly string[] = [
  ...["file-missing", "file-not-regular", "hash-differs", "lfs-pointer", "size-differs"], // assets.test.ts
  "config-missing", // settings.test.ts
  ...["file-too-large", "file-unreadable", "not-utf8"], // bytes.test.ts
  "edit-refused", // edit/edit-csv.test.ts, edit/edit-document.test.ts
  // test/verify
  ...[
    "file-undeclared",
    "near-duplicate",
    "picture-unusable",
    "dimensions-differ",
    "set-item-duplicate",
    "set-incomplete",
  ],
  ...[
    "thumbnail-damaged",
    "thumbnail-missing",
    "thumbnail-orphaned",
    "thumbnail-outdated",
    "wrong-extension",
  ],
  ...[
    // In test/hostile.
    "path-outside-project",
    "writes-outside-project",
  ],
];

describe("every problem with its place and words", () => {
  for (const code of CASES) {
    it(code, () => {
      const { diagnostics, loaded } = load(join(CASES_DIR, code));
      assert.ok(
        diagnostics.some((diagnostic) => diagnostic.code === code),
        `no ${code} among ${diagnostics.map((diagnostic) => diagnostic.code)}`,
      );
      const failed = diagnostics.some(({ severity }) => severity === "error");
      assert.equal(loaded, !failed, "an estate comes with no error, and with none only");
      assertGolden(`manifest/cases/${code}/expected.txt`, diagnostics.map(print).join("\n"));
    });
  }

  it("is shown for each code", () => {
    assert.deepEqual([...CASES, ...ELSEWHERE].sort(), [...DIAGNOSTIC_CODES].sort());
  });
});

function load(dir: string): { readonly diagnostics: readonly Diagnostic[]; readonly loaded: boolean } {
  const { settings = plainSettings(dir), diagnostics } = loadSettings({
    cwd: dir,
    configFile: CONFIG_NAME,
    overrides: {},
  });
  const isConfigCase = existsSync(join(dir, CONFIG_NAME)) || !existsSync(join(dir, "manifests"));
  if (diagnostics.length > 0 && isConfigCase) return { diagnostics, loaded: false };
  const result = loadEstate(settings);
  return { diagnostics: result.diagnostics, loaded: result.estate !== undefined };
}

function plainSettings(projectDir: string): Settings {
  return {
    projectDir,
    configFile: join(projectDir, CONFIG_NAME),
    estate: "main",
    database: "sqlite:/albums.db",
    databaseId: null,
    manifestDirs: [join(projectDir, "manifests")],
    assetRoots: [{ name: "main", dir: "/assets", servedFrom: "/srv/media" }],
    mediaDir: "/media",
    allowOutside: [],
    untrusted: false,
    prune: false,
    budget: { rows: 20, share: 0.1 },
    thumbnailEffort: 4,
    pixelsInFlight: 1,
    keepRuns: null,
    collect: { timeZone: "UTC", rules: [] },
  };
}

function print(diagnostic: Diagnostic): string {
  const { severity, code, summary, source, excerpt, expected, help, related = [] } = diagnostic;
  const indent = " ".repeat((source?.column ?? 1) - 1);
  return [
    `${severity} ${code}${source ? ` ${show(source)}` : ""}: ${summary}`,
    ...(excerpt ? [`| ${excerpt.text}`, `| ${indent}${"^".repeat(excerpt.length)}`] : []),
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(help === undefined ? [] : [`help: ${help}`]),
    ...related.map(({ message, source: place }) => `see ${show(place)}: ${message}`),
    "",
  ].join("\n");
}

function show({ file, line, column }: SourceRef): string {
  return `${file}:${line}:${column}`;
}
