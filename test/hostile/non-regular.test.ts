import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { makeHostileProject, sync } from "../support/hostile-project.js";

const WALKS = "manifests/albums/walks.yaml";

/** Things that are no regular file, by how they are made. */
const MAKERS: { readonly [kind: string]: (path: string) => undefined | Promise<() => void> } = {
  pipe: (path) => void execFileSync("mkfifo", [path]),
  "endless device": (path) => void symlinkSync("/dev/zero", path),
  folder: (path) => void mkdirSync(path),
  loop: (path) => void symlinkSync(path, path),
  socket: (path) =>
    new Promise((resolve) => {
      const server = createServer();
      server.listen(path, () => resolve(() => void server.close()));
    }),
};

/** Files that a project names, each with the commands that read it. */
const PLACES: {
  readonly [place: string]: { readonly file: string; readonly commands: readonly string[][] };
} = {
  manifest: { file: "manifests/extra.yaml", commands: [["validate"], ["fmt"], ["plan"], ["ls", "albums"]] },
  CSV: { file: "data/sets/elements.csv", commands: [["validate"], ["render", "elements"]] },
  shard: { file: "manifests/albums/walks.jsonl", commands: [["validate"], ["fmt"]] },
  configuration: { file: "sync.config.yaml", commands: [["validate"], ["doctor"]] },
  asset: {
    file: "data/legacy/singles/2025-10/20251001_080000_red_hill.png",
    commands: [["validate"], ["fmt", "--facts"]],
  },
};

describe("files that are no files", () => {
  for (const [place, { file, commands }] of Object.entries(PLACES))
    for (const [kind, make] of Object.entries(MAKERS))
      it(`are refused at once: a ${kind} as ${place}`, async (t) => {
        const { dir } = makeHostileProject(t);
        if (place === "shard") {
          const text = readFileSync(join(dir, WALKS), "utf8");
          writeFileSync(
            join(dir, WALKS),
            `${text.slice(0, text.indexOf("images:"))}images: { jsonl: [walks.jsonl] }\n`,
          );
        }
        rmSync(join(dir, file), { force: true });
        t.after((await make(join(dir, file))) ?? (() => {}));
        for (const command of commands) {
          const { hung, printed } = sync(dir, ...command);
          assert.equal(hung, false, command.join(" "));
          assert.doesNotMatch(printed, /This is a bug/);
        }
        // A folder called x.yaml holds no manifest, and ls does not read any.
        const { code, printed } = sync(dir, "validate");
        if (kind === "folder" && place === "manifest") assert.equal(code, 0, printed);
        else assert.equal(code, 3, printed);
      });

  for (const name of ["albums.db", "albums.db-wal", "albums.db-journal", "albums.db-shm"])
    for (const [kind, make] of Object.entries(MAKERS))
      it(`are refused at once: a ${kind} as ${name}`, async (t) => {
        const { dir } = makeHostileProject(t);
        assert.equal(sync(dir, "apply", "--yes").code, 0);
        rmSync(join(dir, "data", name), { force: true });
        t.after((await make(join(dir, "data", name))) ?? (() => {}));
        for (const command of [["plan"], ["apply", "--yes"]]) {
          const { code, hung, printed } = sync(dir, ...command);
          assert.equal(hung, false, command.join(" "));
          assert.equal(code, 1, printed);
          assert.match(printed, /error\[(database-unreadable|system)\]/);
        }
      });

  for (const [kind, make] of Object.entries(MAKERS))
    it(`are refused at once: a ${kind} as a saved plan`, async (t) => {
      const { dir } = makeHostileProject(t);
      t.after((await make(join(dir, "saved.json"))) ?? (() => {}));
      for (const command of [
        ["show", "saved.json"],
        ["apply", "--yes", "saved.json"],
      ]) {
        const { code, hung, printed } = sync(dir, ...command);
        assert.equal(hung, false, command.join(" "));
        assert.equal(code, 64, printed);
        assert.match(printed, /saved\.json is /);
      }
    });

  it("take no memory that their length does not say", async (t) => {
    const { dir } = makeHostileProject(t);
    symlinkSync("/dev/zero", join(dir, "manifests/zero.yaml"));
    const peak = await peakOf(dir, ["validate"]);
    assert.ok(peak < 200, `${peak} MB`);
  });
});

/** The most megabytes that a command held. */
function peakOf(dir: string, args: readonly string[]): Promise<number> {
  const code = `process.on("exit", () => process.stderr.write("\\npeak " + process.resourceUsage().maxRSS)); process.argv.splice(1, 0, "sync"); await import(${JSON.stringify(new URL("../../../bin/sync.js", import.meta.url).href)});`;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", code, "--", "-C", dir, ...args]);
    let text = "";
    child.stderr.on("data", (chunk) => {
      text += chunk;
    });
    child.on("close", () => resolve(Number(/peak (\d+)/.exec(text)?.[1] ?? Number.NaN) / 1024));
  });
}
