import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { PROJECT_DIR } from "../support/paths.js";
import { createWorkspace } from "../support/transcript.js";

// Each begins with a letter, so that YAML and addresses take it as it is.
const HOSTILE =
  "a\u001b]0;owned\u0007\u001b[2J\u009b31m\u0085\u202egnp\u2066\u200f\u061c\u007f::warning::w ##[group]g \u001b[8mhidden";
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const OWN_COLOR = /\u001b\[(?:1|2|22|3[12369])m/g;
// A bar that is drawn over itself, then wiped.
const OWN_PROGRESS = /(?:\r[a-z]+ [█░]+ [^\r\n]*)+\r +\r/gu;
const COMMAND = /::|##\[/;
const ONE_LINE = JSON.stringify(HOSTILE);
// A manifest can't have control characters in a name, but the database can.
const NAME = JSON.stringify("a\u202egnp\u2066 ::warning::w ##[group]g");

// Every kind of view: what manifests, the database, a saved plan, file names and the command line bring in.
const VIEWS = [
  "sync render evil",
  "sync render evil --csv",
  "sync render evil --json",
  "sync plan -v",
  "sync plan --format markdown",
  "sync plan --format html",
  "sync plan --json",
  "sync plan --base HEAD",
  "sync show plan.json -v",
  "sync show plan.json --json",
  "sync status",
  "sync status --json",
  "sync ls albums",
  "sync ls templates",
  "sync ls images",
  "sync ls images --json",
  "sync history",
  "sync history 1",
  "sync history 1 --json",
  "sync verify",
  "sync verify --json",
  "sync db check",
  "sync db status",
  "sync thumbnails",
  "sync gc",
  "sync ls items evil",
  "sync collect old --dry-run",
  `sync export "$HOSTILE" --format kohya --out "$HOSTILE"`,
  `sync forget "album:$HOSTILE"`,
  `sync unlock "$HOSTILE"`,
  `sync history "$HOSTILE"`,
  `sync show "$HOSTILE"`,
  `sync render "$HOSTILE"`,
  `sync validate -C "$HOSTILE"`,
  `sync plan --db "sqlite:$HOSTILE"`,
  "sync adopt --list",
  "sync fmt --check",
  "sync doctor",
  "sync validate --format sarif -C broken",
  "sync validate --format junit -C broken",
  "sync validate -C broken",
  "sync validate --json -C broken",
  `sync explain "$HOSTILE"`,
  `sync plan --target "$HOSTILE"`,
  `sync "$HOSTILE"`,
];

const workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
after(workspace.remove);

before(async () => {
  const put = (file: string, text: string) => writeFileSync(join(workspace.dir, file), text);
  put(
    "manifests/sets/evil.yaml",
    `kind: set-template\nslug: evil\nname: ${NAME}\nitems:\n  key: "{x}"\n  rows:\n    - { x: ${ONE_LINE} }\nprompt_template: "{x}"\n`,
  );
  const album = join(workspace.dir, "manifests/albums/walks.yaml");
  writeFileSync(
    album,
    readFileSync(album, "utf8").replace("A red hill", ONE_LINE).replace("name: Walks", `name: ${NAME}`),
  );
  const made = await workspace.run(
    `sync plan --out plan.json && sync apply --yes &&
     sql "UPDATE albums SET name = '$HOSTILE'" && sql "INSERT INTO images (filename, file_path, prompt) VALUES ('$HOSTILE', '/x/$HOSTILE', '$HOSTILE')" &&
     sed -i 's/mood}/mood}!/' manifests/sets/elements.yaml && sed -i 's/^name: "a/name: "b/' manifests/sets/evil.yaml &&
     mkdir broken && cp -r sync.config.yaml manifests data broken/ && cp manifests/sets/evil.yaml "broken/manifests/$(printf 'a\\033[31m::b##[c.yaml')" &&
     sed -i 's/^kind: album/kind: "al##[bum::"/' broken/manifests/albums/walks.yaml &&
     mkdir -p "old/$SHORT" && cp data/legacy/singles/*/*hill.png "old/$SHORT/x$SHORT.png" && cp data/legacy/singles/*/*hill.png "data/legacy/$SHORT.png" && printf broken > "old/$SHORT/y.png" &&
     git init -q . && git add manifests sync.config.yaml data/sets && git -c user.name=x -c user.email=x@example.org commit -qm x`,
    { HOSTILE, SHORT: HOSTILE.replaceAll("/", "") },
  );
  assert.equal(made.status, 0, made.stderr);
});

describe("hostile text", () => {
  it("reaches no terminal unescaped", { skip: missing("script") }, async () => {
    for (const view of VIEWS) {
      const line = view.replaceAll("'", "'\\''");
      const { stdout } = await workspace.run(`script -qec '${line}' /dev/null </dev/null`, {
        HOSTILE,
        TERM: "xterm",
      });
      assert.notEqual(stdout, "", view);
      const shown = stdout
        .replaceAll(OWN_PROGRESS, "")
        .replaceAll(/\r+\n/g, "\n")
        .replaceAll(OWN_COLOR, "")
        .replaceAll("\u001b[K", "");
      assert.doesNotMatch(shown, UNSAFE, `${view}: ${JSON.stringify(shown)}`);
    }
  });

  it("is a command of a runner at no place of a line", async () => {
    for (const view of VIEWS) {
      const { stdout, stderr } = await workspace.run(view, { HOSTILE, GITHUB_ACTIONS: "true" });
      assert.notEqual(stdout + stderr, "", view);
      assert.doesNotMatch(stdout, COMMAND, view);
      assert.doesNotMatch(stderr, COMMAND, view);
    }
  });

  it("comes as it is out of a pipe as data, and out of JSON everywhere", async () => {
    const raw = await workspace.run('sync render evil --item "$HOSTILE"', { HOSTILE });
    assert.equal(raw.stdout, `${HOSTILE}\n`);
    const plain = await workspace.run("sync render evil --json");
    const broken = await workspace.run("sync render evil --json", { GITHUB_ACTIONS: "true" });
    assert.notEqual(broken.stdout, plain.stdout);
    assert.deepEqual(JSON.parse(broken.stdout), JSON.parse(plain.stdout));
    const toFile = await workspace.run('sync render evil --item "$HOSTILE" > prompt.txt && cat prompt.txt', {
      HOSTILE,
      GITHUB_ACTIONS: "true",
    });
    assert.equal(toFile.stdout, `${HOSTILE}\n`);
  });

  it("stays inside its own annotation", async () => {
    const found = await workspace.run("sync validate --format github -C broken", { GITHUB_ACTIONS: "true" });
    const lines = found.stdout.trimEnd().split("\n");
    assert.ok(lines.length > 1, found.stdout);
    for (const line of lines) {
      const [, , rest = ""] = /^::(error|warning) [^:]*::(.*)$/.exec(line) ?? assert.fail(line);
      assert.doesNotMatch(rest, COMMAND);
      assert.doesNotMatch(line, UNSAFE);
    }
  });
});

/** Why a test of a program that may be absent is left out; false when it is there. */
function missing(program: string): string | false {
  const found = (process.env.PATH ?? "").split(":").some((folder) => {
    try {
      return readFileSync(join(folder, program)).length > 0;
    } catch {
      return false;
    }
  });
  return found ? false : `no ${program} on this machine`;
}
