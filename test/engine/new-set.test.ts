import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { makeSet } from "../../src/engine/new/new-set.js";
import { Failure } from "../../src/engine/project/failure.js";
import { withoutListener } from "../../src/engine/project/ports.js";
import { openProject } from "../../src/engine/project/project.js";
import { validateProject } from "../../src/engine/validate.js";
import { LAW_OPTIONS } from "../support/runs.js";

const ports = withoutListener({
  now: () => new Date(0),
  takeSignal: () => new AbortController().signal,
  warn: async () => {},
  note: () => {},
  detail: () => {},
  progress: () => {},
});

const piece = fc.constantFrom(
  "a",
  "B",
  "é",
  " ",
  ",",
  ";",
  "\t",
  "\n",
  "\r\n",
  '"',
  "{",
  "}",
  "\ufeff",
  "=",
  "#",
  "\0",
);
const noise = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(""));
const cell = fc.string({ unit: "grapheme", maxLength: 6 });
const sheet = fc
  .tuple(fc.constantFrom(";", "\t", ","), fc.integer({ min: 1, max: 4 }))
  .chain(([separator, width]) =>
    fc
      .array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 })
      .map((rows) =>
        rows
          .map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(separator))
          .join("\r\n"),
      ),
  );

describe("makeSet", () => {
  let dir = "";
  before(() => {
    dir = mkdtempSync(join(tmpdir(), "album-sync-new-"));
    mkdirSync(join(dir, "manifests"));
    writeFileSync(
      join(dir, "sync.config.yaml"),
      "estate: main\ndatabase: sqlite:data/a.db\nmanifests: [manifests]\nassets: { root: data/legacy }\nmedia: { root: data }\n",
    );
  });
  after(() => rmSync(dir, { recursive: true }));

  it("makes a set that validates of any table, or refuses it and writes nothing", async () => {
    let made = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(noise, sheet), async (text) => {
        for (const folder of ["manifests/sets", "data/sets"])
          rmSync(join(dir, folder), { recursive: true, force: true });
        const path = join(dir, "table.csv");
        writeFileSync(path, text);
        const request = { cwd: dir, untrusted: false };
        const project = await openProject(request, ports);
        const options = { name: "x", items: undefined, columns: undefined, like: undefined, dryRun: false };
        try {
          await makeSet(project, { ...options, from: { path, shown: "table.csv" } });
          made++;
        } catch (error) {
          assert.ok(error instanceof Failure, String(error));
          assert.equal(existsSync(join(dir, "manifests/sets/x.yaml")), false);
          assert.equal(existsSync(join(dir, "data/sets/x.csv")), false);
        }
        assert.equal(readFileSync(path, "utf8"), text);
        assert.deepEqual((await validateProject(request, "none")).diagnostics, []);
      }),
      LAW_OPTIONS,
    );
    assert.ok(made > 0);
  });
});
