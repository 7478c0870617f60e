import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { ROUTES } from "../../../src/server/table.js";
import { CARDS, CARDS_FILE, DECK, DECK_FILE, etagIn, makeEditProject } from "../../support/edit-project.js";
import { LAW_RUNS } from "../../support/runs.js";
import { createWorkspace } from "../../support/transcript.js";
import { edits, post, serve } from "../../support/write-requests.js";

const text = (dir: string, path: string) => readFileSync(join(dir, path), "utf8");

describe("editing over HTTP", () => {
  it("previews, saves and takes back; the plan of the preview is the one of sync plan", async (t) => {
    const workspace = createWorkspace([]);
    t.after(() => workspace.remove());
    cpSync(makeEditProject(t), workspace.dir, { recursive: true });
    const { dir } = workspace;
    const server = await serve(t, dir);
    const preview = await post(server, "/api/v1/preview", { edits: edits(dir) });
    assert.equal(text(dir, DECK_FILE), DECK);
    assert.equal(preview.prompts.length, 3);
    assert.deepEqual(preview.plan.counts.create, 2);
    assert.match(preview.files[1].diff, /^-"Two",Spades,"dark, wet"\r\n\+"Two",Spades,"bright"\r$/m);
    const saved = await post(server, "/api/v1/save", { edits: edits(dir) });
    assert.equal(saved.planId, preview.planId);
    assert.equal(text(dir, DECK_FILE), DECK.replace("soft", "hard"));
    assert.equal(text(dir, CARDS_FILE), CARDS.replace("dark, wet", "bright"));
    assert.deepEqual(saved.files, [
      { path: DECK_FILE, etag: etagIn(dir, DECK_FILE) },
      { path: CARDS_FILE, etag: etagIn(dir, CARDS_FILE) },
    ]);
    const plan = await workspace.run("sync plan --json");
    assert.equal(JSON.parse(plan.stdout).planId, preview.planId);
    const { files } = await post(server, "/api/v1/undo", { undo: saved.undo });
    assert.deepEqual([text(dir, DECK_FILE), text(dir, CARDS_FILE)], [DECK, CARDS]);
    assert.equal(files[0].etag, etagIn(dir, DECK_FILE));
    assert.equal((await post(server, "/api/v1/undo", { undo: saved.undo }, 404)).code, "undo-unknown");
  });

  it("answers 412 with the file as it is when it changed, also to the second of two tabs", async (t) => {
    const dir = makeEditProject(t);
    const server = await serve(t, dir);
    const [mine, theirs] = [edits(dir), edits(dir)];
    const { undo } = await post(server, "/api/v1/save", { edits: mine });
    for (const path of ["/api/v1/preview", "/api/v1/save"]) {
      const { code, current } = await post(server, path, { edits: theirs }, 412);
      assert.equal(code, "file-changed");
      assert.deepEqual(current[0], {
        path: DECK_FILE,
        etag: etagIn(dir, DECK_FILE),
        text: DECK.replace("soft", "hard"),
      });
    }
    writeFileSync(join(dir, DECK_FILE), `${DECK}# outside\n`);
    const refused = await post(server, "/api/v1/undo", { undo }, 412);
    assert.deepEqual(
      refused.current.map(({ path }: { path: string }) => path),
      [DECK_FILE],
    );
    assert.equal(text(dir, DECK_FILE), `${DECK}# outside\n`);
    assert.equal(text(dir, CARDS_FILE), CARDS.replace("dark, wet", "bright"));
  });

  it("answers 422 to what would break the project, 428 without etag, 403 to files that are none of ours", async (t) => {
    const dir = makeEditProject(t, { "notes.csv": "a\n1\n" });
    const server = await serve(t, dir);
    const [manifest] = edits(dir);
    const broken = { file: DECK_FILE, etag: manifest?.etag, text: DECK.replace("{look}", "{lok}") };
    const { diagnostics } = await post(server, "/api/v1/save", { edits: [broken] }, 422);
    assert.deepEqual(diagnostics[0].source, { file: DECK_FILE, line: 8, column: 38 });
    const { etag: _, ...without } = broken;
    for (const path of ["/api/v1/preview", "/api/v1/save"]) {
      assert.equal((await post(server, path, { edits: [without] }, 428)).code, "etag-required");
      for (const file of ["notes.csv", "../x.yaml", "manifests/../sync.config.yaml", "sync.config.yaml"])
        assert.equal(
          (await post(server, path, { edits: [{ file, etag: etagIn(dir, "notes.csv"), text: "" }] }, 403))
            .code,
          "file-not-editable",
          file,
        );
    }
    for (const body of [
      {},
      { edits: [] },
      { edits: [{ ...broken, ops: [] }] },
      { edits: [{ file: 1, text: "" }] },
    ])
      assert.equal((await server.write("POST", "/api/v1/save", body)).status, 400);
    assert.equal(text(dir, DECK_FILE), DECK);
  });

  it("answers 422 with the JSON Lines file that has an image to be edited, and edits a line of that file", async (t) => {
    const [manifest, lines] = ["manifests/walks.yaml", "manifests/walks.jsonl"];
    const sha256 = "0".repeat(64);
    const dir = makeEditProject(t, {
      [manifest]: "kind: album\nslug: walks\nname: Walks\nimages:\n  jsonl: [walks.jsonl]\n",
      [lines]: `${JSON.stringify({ file: "walks/a.png", sha256, prompt: "hill" })}\n`,
    });
    const server = await serve(t, dir);
    const edit = (file: string, path: readonly (string | number)[]) => ({
      edits: [{ file, etag: etagIn(dir, file), ops: [{ op: "set", path, value: true }] }],
    });
    const { diagnostics } = await post(server, "/api/v1/save", edit(manifest, ["images", 0, "nsfw"]), 422);
    assert.match(diagnostics[0].summary, /walks\.jsonl/);
    assert.deepEqual(diagnostics[0].source, { file: manifest, line: 5, column: 10 });
    await post(server, "/api/v1/save", edit(lines, [0, "nsfw"]));
    assert.match(text(dir, lines), /"nsfw": ?true/);
  });

  it("refuses every write on a server that only reads, and without the token", async (t) => {
    const dir = makeEditProject(t);
    const reading = await serve(t, dir, false);
    const writing = await serve(t, dir);
    const writes = ROUTES.filter(({ access }) => access === "write");
    assert.ok(writes.length > 2);
    for (const { method, path } of writes) {
      assert.equal((await reading.write(method, path, {})).status, 403, path);
      const headers = { "content-type": "application/json", origin: `http://127.0.0.1:${writing.port}` };
      assert.equal((await writing.send(path, { method, headers, body: "{}" })).status, 401, path);
    }
    assert.ok(!existsSync(join(dir, "data/albums.db")));
  });

  it("answers any edit of the files as they are, and never with an error of the server", async (t) => {
    const dir = makeEditProject(t, { "manifests/odd.yaml": ODD });
    const server = await serve(t, dir);
    const step = fc.constantFrom<string | number>(
      "items",
      "rows",
      "a",
      "b",
      "loras",
      "slug",
      "images",
      "__proto__",
      "",
      0,
      1,
      -1,
      5,
    );
    const path = fc.array(step, { maxLength: 4 });
    const ops = fc.array(
      fc.oneof(
        fc.record({ op: fc.constant("set"), path, value: fc.jsonValue() }),
        fc.record({ op: fc.constant("remove"), path }),
        fc.record({ op: fc.constant("insert"), path, value: fc.jsonValue() }),
        fc.record({ op: fc.constant("move"), path, to: fc.nat(3) }),
      ),
      { maxLength: 3 },
    );
    const column = fc.constantFrom("value", "suit", "look", "none", "__proto__", "");
    const cells = fc.array(
      fc.oneof(
        fc.record({ row: fc.nat(4), column, value: fc.string({ unit: "binary" }) }),
        fc.record({ op: fc.constant("insert"), row: fc.nat(4), values: fc.dictionary(column, fc.string()) }),
        fc.record({ op: fc.constant("remove"), row: fc.nat(4) }),
        fc.record({ op: fc.constant("move"), row: fc.nat(4), to: fc.nat(4) }),
        fc.record({ op: fc.constant("add-column"), column, values: fc.array(fc.string(), { maxLength: 4 }) }),
      ),
      { maxLength: 3 },
    );
    const file = fc.constantFrom(DECK_FILE, CARDS_FILE, "manifests/odd.yaml", "manifests/album.yaml");
    const edit = fc.oneof(
      fc.record({ file, ops }),
      fc.record({ file, cells }),
      fc.record({ file, text: fc.string({ unit: "binary" }) }),
      fc.record({ file, remove: fc.constant(true) }),
    );
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 2 }), async (made) => {
        for (const [name, content] of [
          [DECK_FILE, DECK],
          [CARDS_FILE, CARDS],
          ["manifests/odd.yaml", ODD],
          ["manifests/album.yaml", ALBUM],
        ] as const)
          writeFileSync(join(dir, name), content);
        const body = { edits: made.map((one) => ({ ...one, etag: etagIn(dir, one.file) })) };
        const preview = await server.write("POST", "/api/v1/preview", body);
        const saved = await server.write("POST", "/api/v1/save", body);
        assert.deepEqual(server.bugs, []);
        for (const { status, text: found } of [preview, saved]) {
          assert.ok([200, 400, 422].includes(status), `${status} ${found}`);
          seen.add(status);
        }
        if (saved.status === 200) assert.equal(preview.status, 200);
      }),
      { numRuns: LAW_RUNS, includeErrorInReport: true },
    );
    assert.deepEqual([...seen].sort(), [200, 400, 422]);
  });
});

const ALBUM = "kind: album\nslug: cards\nname: Cards\nimages: []\n";
/** A manifest with what makes edits hard: anchors, block texts, items that share lines. */
const ODD = `kind: set-template
slug: odd
name: Odd
items: {rows: [{a: x, b: y}, {a: z, b: w}], key: "{a}"}
description: >-
  folded
  text
loras: &loras
- {path: p, weight: 1}
-   path: q
    weight: 2
`;
