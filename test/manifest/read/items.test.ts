import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { loadEstate } from "../../../src/manifest/load/load.js";
import { CONFIG_NAME, loadSettings } from "../../../src/manifest/read/settings.js";

const MANIFEST = `kind: set-template
slug: cards
name: Cards
items:
  csv: cards.csv
  key: "{name}"
`;

describe("the items of a CSV", () => {
  it("are the same whether a checkout writes LF or CRLF", () => {
    const cell = fc.stringMatching(/^[a-z ,"\n]{0,12}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.integer(), cell), { minLength: 1, selector: ([id]) => id }),
        (rows) => {
          const lines = [["name", "text"], ...rows.map(([id, text]) => [`i${id}`, text])];
          const csv = lines
            .map((cells) => cells.map((one) => `"${one?.replaceAll('"', '""')}"`).join(","))
            .join("\n");
          const [unix, windows] = [readItems(csv), readItems(csv.replaceAll("\n", "\r\n"))];
          assert.deepEqual(
            unix,
            rows.map(([id, text]) => ({ name: `i${id}`, text })),
          );
          assert.deepEqual(windows, unix);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("are those with text: empty rows between and behind them change nothing", () => {
    assert.deepEqual(readItems("name,text\na,1\n,\nb,2\n , \n"), readItems("name,text\na,1\nb,2\n"));
  });
});

function readItems(csv: string): unknown {
  const folder = mkdtempSync(join(tmpdir(), "album-sync-items-"));
  try {
    mkdirSync(join(folder, "manifests"));
    writeFileSync(join(folder, CONFIG_NAME), "estate: main\n");
    writeFileSync(join(folder, "manifests/cards.yaml"), MANIFEST);
    writeFileSync(join(folder, "manifests/cards.csv"), csv);
    const { settings, diagnostics } = loadSettings({ cwd: folder, overrides: {}, untrusted: false });
    assert.ok(settings !== undefined, JSON.stringify(diagnostics));
    const loaded = loadEstate(settings);
    assert.ok(loaded.estate !== undefined, JSON.stringify(loaded.diagnostics));
    return loaded.estate.resources.at(0)?.fields.items;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
