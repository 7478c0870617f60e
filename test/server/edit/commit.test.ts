import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { CARDS_FILE, DECK_FILE, makeEditProject } from "../../support/edit-project.js";
import { edits, post, serve } from "../../support/write-requests.js";

describe("committing over HTTP", () => {
  function makeCheckout(t: TestContext): string {
    const dir = makeEditProject(t, { ".gitignore": "*.db*\n", "other.txt": "old\n" });
    git(dir, "init", "-q");
    git(dir, "config", "user.name", "Tester");
    git(dir, "config", "user.email", "tester@example.org");
    git(dir, "add", ".");
    git(dir, "commit", "-q", "-m", "start");
    return dir;
  }

  it("commits the files that were saved, and leaves what else is staged", async (t) => {
    const dir = makeCheckout(t);
    const server = await serve(t, dir);
    writeFileSync(join(dir, "other.txt"), "new\n");
    git(dir, "add", "other.txt");
    await post(server, "/api/v1/save", {
      edits: [
        ...edits(dir),
        { file: "manifests/new.yaml", etag: null, text: "kind: album\nslug: n\nname: N\nimages: []\n" },
      ],
    });
    const body = { message: "-m Harder light\n\n# of the deck", paths: [DECK_FILE, "manifests/new.yaml"] };
    const { commit } = await post(server, "/api/v1/commit", body);
    assert.equal(git(dir, "rev-parse", "HEAD").trim(), commit);
    assert.equal(git(dir, "log", "-1", "--format=%B").trim(), body.message);
    assert.deepEqual(git(dir, "show", "--name-only", "--format=").trim().split("\n"), [
      DECK_FILE,
      "manifests/new.yaml",
    ]);
    assert.deepEqual(git(dir, "status", "--porcelain").trimEnd().split("\n"), [
      ` M ${CARDS_FILE}`,
      "M  other.txt",
    ]);
    assert.equal((await post(server, "/api/v1/commit", body, 409)).code, "commit-empty");
    assert.equal(
      (await post(server, "/api/v1/commit", { ...body, paths: ["other.txt"] }, 403)).code,
      "file-not-editable",
    );
    assert.equal((await server.write("POST", "/api/v1/commit", { ...body, message: " \n" })).status, 400);
  });

  it("lets a hook refuse, and leaves the index as it was", async (t) => {
    const dir = makeCheckout(t);
    const server = await serve(t, dir);
    mkdirSync(join(dir, ".git/hooks"), { recursive: true });
    writeFileSync(join(dir, ".git/hooks/pre-commit"), "#!/bin/sh\necho no light >&2; exit 1\n", {
      mode: 0o755,
    });
    await post(server, "/api/v1/save", {
      edits: [
        { file: "manifests/new.yaml", etag: null, text: "kind: album\nslug: n\nname: N\nimages: []\n" },
      ],
    });
    const { detail } = await post(
      server,
      "/api/v1/commit",
      { message: "x", paths: ["manifests/new.yaml"] },
      409,
    );
    assert.match(detail, /no light/);
    assert.equal(git(dir, "status", "--porcelain").trim(), "?? manifests/new.yaml");
  });

  it("is refused outside of a checkout", async (t) => {
    const dir = makeEditProject(t);
    const server = await serve(t, dir);
    const { code } = await post(server, "/api/v1/commit", { message: "x", paths: [DECK_FILE] }, 409);
    assert.equal(code, "commit-failed");
  });
});

function git(dir: string, ...args: readonly string[]): string {
  return execFileSync("git", ["-C", dir, ...args], { encoding: "utf8" });
}
