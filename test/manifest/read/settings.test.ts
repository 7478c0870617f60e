import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { loadSettings } from "../../../src/manifest/read/settings.js";
import { makeProject } from "../../support/project.js";
import { makeTempDir } from "../../support/temp-dir.js";

describe("loadSettings", () => {
  it("fills in defaults and makes paths absolute", (t) => {
    const dir = makeProject(t, {});
    assert.deepEqual(loadSettings({ cwd: dir, overrides: {} }), {
      settings: {
        projectDir: dir,
        configFile: join(dir, "sync.config.yaml"),
        estate: "main",
        database: `sqlite:${join(dir, "data/albums.db")}`,
        databaseId: null,
        allowOutside: [],
        untrusted: false,
        manifestDirs: [join(dir, "manifests")],
        assetRoots: [{ name: "main", dir: join(dir, "data/legacy"), servedFrom: undefined }],
        mediaDir: join(dir, "data"),
        prune: false,
        budget: { rows: 20, share: 0.1 },
        thumbnailEffort: 4,
        pixelsInFlight: 100_000_000,
        keepRuns: null,
        collect: { timeZone: "UTC", rules: [] },
      },
      diagnostics: [],
    });
  });

  it("takes what the configuration says", (t) => {
    const dir = makeProject(t, {
      "sync.config.yaml": `estate: cards
database: postgres://u:p@host/db
allow_outside: [../b, /mnt]
manifests: [a, ../b]
assets: { root: pics, served_from: /srv/pics, roots: [{ name: more, dir: /mnt/more }] }
media: { root: public }
prune: true
budget: { rows: 3, share: 0.5 }
thumbnails: { effort: 2 }
limits: { pixels_in_flight: 1000 }
history: { keep_runs: 50 }
collect: { time_zone: Europe/Vienna, rules: [{ pattern: "x*", type: deck, slug: "x/{folder}", name: X }] }
`,
    });
    const { settings } = loadSettings({ cwd: dir, overrides: {} });
    assert.deepEqual(settings, {
      projectDir: dir,
      configFile: join(dir, "sync.config.yaml"),
      estate: "cards",
      database: "postgres://u:p@host/db",
      databaseId: null,
      allowOutside: [join(dir, "../b"), "/mnt"],
      untrusted: false,
      manifestDirs: [join(dir, "a"), join(dir, "../b")],
      assetRoots: [
        { name: "main", dir: join(dir, "pics"), servedFrom: "/srv/pics" },
        { name: "more", dir: "/mnt/more", servedFrom: undefined },
      ],
      mediaDir: join(dir, "public"),
      prune: true,
      budget: { rows: 3, share: 0.5 },
      thumbnailEffort: 2,
      pixelsInFlight: 1000,
      keepRuns: 50,
      collect: {
        timeZone: "Europe/Vienna",
        rules: [{ pattern: "x*", type: "deck", slug: "x/{folder}", name: "X" }],
      },
    });
  });

  it("finds the configuration above, and takes overrides relative to where the command runs", (t) => {
    const dir = makeProject(t, {});
    const cwd = join(dir, "some/where");
    mkdirSync(cwd, { recursive: true });
    const { settings } = loadSettings({ cwd, overrides: { database: "sqlite:x.db" } });
    assert.equal(settings?.projectDir, dir);
    assert.equal(settings?.database, `sqlite:${join(cwd, "x.db")}`);
  });

  it("says what is missing", (t) => {
    const cwd = makeTempDir(t);
    const none = loadSettings({ cwd, overrides: {} });
    assert.equal(none.settings, undefined);
    assert.deepEqual(
      none.diagnostics.map(({ code, source }) => [code, source]),
      [["config-missing", undefined]],
    );
    const named = loadSettings({ cwd, configFile: "conf/x.yaml", overrides: {} });
    assert.deepEqual(
      named.diagnostics.map(({ code, source }) => [code, source?.file]),
      [["config-missing", "conf/x.yaml"]],
    );
  });

  it("gathers all problems", (t) => {
    const dir = makeProject(t, {
      "sync.config.yaml":
        "estate: My Estate\nmanifest: [a]\nbudget: { share: 2 }\nthumbnails: { effort: high }\n",
    });
    const { diagnostics } = loadSettings({ cwd: dir, overrides: {} });
    assert.deepEqual(
      diagnostics.map(({ code, source }) => `${code} ${source?.line}:${source?.column}`),
      ["bad-slug 1:9", "unknown-key 2:1", "value-out-of-range 3:18", "wrong-type 4:23"],
    );
  });

  it("never shows a password", (t) => {
    const texts = [
      "database: mysql://root:hunter2@db/albums\nestate: main\n",
      "databse: postgres://root:hunter2@db/albums\nestate: main\n",
      'estate: main\ndatabase: "postgres://root:hunter2@db/albums\n',
      "estate: main\ndatabase: [postgres://root:hunter2@db/albums\n",
      "database: [postgres://root:hunter2@db]\nestate: main\n",
      "estate: main\ndatabase: {postgres://root:hunter2@db}\n",
      "postgres://root:hunter2@db/albums\n",
      "estate: postgres://root:hunter2@db/albums\n",
      "estate: main\ndatabase: postgres//?password=hunter2\n",
      "estate: main\n? database\n  postgres://root:hunter2@db/albums\n: x\n",
    ];
    for (const text of texts) {
      const dir = makeProject(t, { "sync.config.yaml": text });
      const { diagnostics } = loadSettings({ cwd: dir, overrides: {} });
      assert.ok(diagnostics.length > 0, text);
      assert.doesNotMatch(JSON.stringify(diagnostics), /hunter2/, text);
    }
    const { diagnostics } = loadSettings({
      cwd: makeProject(t, {}),
      overrides: { database: "mysql://root:hunter2@db/x" },
    });
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ["bad-database-url"],
    );
    assert.doesNotMatch(JSON.stringify(diagnostics), /hunter2/);
  });
});
