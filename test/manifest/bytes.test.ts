import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { MAX_TEXT_BYTES } from "../../src/manifest/text/text-file.js";
import type { Diagnostic } from "../../src/model/diagnostic.js";
import type { SetTemplate } from "../../src/model/resource.js";
import { estateIn, loadProject, makeProject } from "../support/project.js";

const ALBUM = "kind: album\nslug: a\nname: Ä b\nimages: []\n";
const TEMPLATE = 'kind: set-template\nslug: t\nname: T\nitems: { csv: ../t.csv, key: "{a}" }\n';

function brief({ code, source }: Diagnostic): string {
  return `${code} ${source?.file}:${source?.line}:${source?.column}`;
}

describe("the bytes of manifests", () => {
  it("may begin with a byte order mark and have Windows line ends, which move no column", (t) => {
    const text = ALBUM.replaceAll("\n", "\r\n");
    const dir = makeProject(t, {
      "manifests/a.yaml": `\ufeff${text}`,
      "manifests/b.yaml": `\ufeff${text.replace("slug: a", "slug: B")}`,
    });
    const { diagnostics } = loadProject(dir);
    assert.deepEqual(diagnostics.map(brief), ["bad-slug manifests/b.yaml:2:7"]);
    assert.deepEqual(diagnostics[0]?.excerpt, { text: "slug: B", length: 1 });
  });

  it("must be UTF-8: the first wrong byte is named, a true U+FFFD before it is not", (t) => {
    const wrong = Buffer.concat([
      Buffer.from("kind: album\nname: \ufffd"),
      Buffer.from([0xe4]),
      Buffer.from("\n"),
    ]);
    const dir = makeProject(t, { "manifests/a.yaml": wrong });
    assert.deepEqual(loadProject(dir).diagnostics.map(brief), ["not-utf8 manifests/a.yaml:2:8"]);
  });

  it("are told from UTF-16", (t) => {
    const dir = makeProject(t, {
      "manifests/le.yaml": Buffer.from(`\ufeff${ALBUM}`, "utf16le"),
      "manifests/be.yaml": Buffer.from(`\ufeff${ALBUM}`, "utf16le").swap16(),
    });
    const { diagnostics } = loadProject(dir);
    assert.deepEqual(diagnostics.map(brief), [
      "not-utf8 manifests/be.yaml:1:1",
      "not-utf8 manifests/le.yaml:1:1",
    ]);
    assert.match(diagnostics[0]?.summary ?? "", /UTF-16/);
  });

  it("are not read beyond a size", (t) => {
    const dir = makeProject(t, { "manifests/a.yaml": ALBUM });
    truncateSync(join(dir, "manifests/a.yaml"), MAX_TEXT_BYTES + 1);
    assert.deepEqual(loadProject(dir).diagnostics.map(brief), ["file-too-large manifests/a.yaml:1:1"]);
  });

  it("may lack: a folder called a.yaml is searched, dangling links are errors, linked folders are not followed", (t) => {
    const dir = makeProject(t, {
      "manifests/a.yaml/inner.yaml": ALBUM,
      "elsewhere/b.yaml": "not a manifest",
      "elsewhere/linked.yaml": ALBUM.replace("slug: a", "slug: linked"),
    });
    symlinkSync(join(dir, "elsewhere"), join(dir, "manifests/linked"));
    symlinkSync(join(dir, "manifests"), join(dir, "manifests/loop.yaml"));
    symlinkSync(join(dir, "elsewhere/linked.yaml"), join(dir, "manifests/linked.yaml"));
    assert.deepEqual(
      [...estateIn(dir).resources].map(({ address }) => address),
      ["album:a", "album:linked"],
    );
    rmSync(join(dir, "elsewhere"), { recursive: true });
    assert.deepEqual(loadProject(dir).diagnostics.map(brief), ["file-missing manifests/linked.yaml:1:1"]);
  });

  it("of a CSV follow the same rules", (t) => {
    const dir = makeProject(t, {
      "manifests/t.yaml": TEMPLATE,
      "t.csv": '\ufeffa,b\r\nx,"two\r\nlines"\r\n\r\ny,z\r\n',
    });
    const [template] = estateIn(dir).resources as SetTemplate[];
    assert.deepEqual(template?.fields.items, [
      { a: "x", b: "two\nlines" },
      { a: "y", b: "z" },
    ]);
    const latin1 = makeProject(t, {
      "manifests/t.yaml": TEMPLATE,
      "t.csv": Buffer.from("a\n\xe4\n", "latin1"),
    });
    assert.deepEqual(loadProject(latin1).diagnostics.map(brief), ["not-utf8 t.csv:2:1"]);
    const folder = makeProject(t, { "manifests/t.yaml": TEMPLATE });
    mkdirSync(join(folder, "t.csv"));
    assert.deepEqual(loadProject(folder).diagnostics.map(brief), ["file-unreadable t.csv:1:1"]);
    const nul = makeProject(t, { "manifests/t.yaml": TEMPLATE, "t.csv": 'a,b\nx,"y\0"\n' });
    assert.deepEqual(loadProject(nul).diagnostics.map(brief), ["text-has-nul t.csv:2:3"]);
  });
});
