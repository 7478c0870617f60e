import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadReadable } from "../../../src/manifest/load/load-readable.js";
import { estateIn, makeProject, settingsOf } from "../../support/project.js";

const ALBUM = "kind: album\nslug: a\nname: A\nimages: []\n";
const TEMPLATE =
  'kind: set-template\nslug: t\nname: T\nitems: { csv: t.csv, key: "{value}" }\nprompt_template: "{value}"\n';

describe("what can be read of manifests", () => {
  it("has the resources and digests that whole estates have", (t) => {
    const dir = makeProject(t, {
      "manifests/a.yaml": ALBUM,
      "manifests/t.yaml": TEMPLATE,
      "manifests/t.csv": "value\nAce\n",
    });
    const { resources, manifests } = estateIn(dir);
    const readable = loadReadable(settingsOf(dir));
    assert.deepEqual(readable, {
      resources,
      manifests,
      unchangedManifests: new Set(),
      declaresImages: false,
      broken: [],
    });
  });

  it("leaves out what is broken, and does not compare manifests", (t) => {
    const dir = makeProject(t, {
      "manifests/a.yaml": ALBUM,
      "manifests/b.yaml": ALBUM,
      "manifests/c.yaml": "kind: album\nslug: [",
      "manifests/d.yaml": ALBUM.replace("[]", "[{ file: x.png }]"),
      "manifests/t.yaml": TEMPLATE,
    });
    const { resources, manifests, broken } = loadReadable(settingsOf(dir));
    assert.deepEqual(
      [...resources].map(({ address, origin }) => [address, origin.source.file]),
      [
        ["album:a", "manifests/a.yaml"],
        ["album:a", "manifests/b.yaml"],
        ["album:a", "manifests/d.yaml"],
        ["set-template:t", "manifests/t.yaml"],
      ],
    );
    assert.equal(manifests.length, 4);
    assert.deepEqual(
      broken.map(({ file }) => file),
      ["manifests/c.yaml", "manifests/d.yaml"],
    );
    assert.match(broken[0]?.text ?? "", /slug: \[/);
  });
});
