import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import Database from "better-sqlite3";
import { serveProject, type TestServer } from "../support/running-server.js";
import { serveFixture } from "../support/served-fixture.js";

const fixture = serveFixture("sync apply --yes --no-thumbnails");
let listener: Listener;

interface Listener {
  /** Resolves with the milliseconds until an event fits; fails after three seconds. */
  wait(
    event: string,
    fits: (data: { readonly [key: string]: unknown }) => boolean,
    act: () => void,
  ): Promise<number>;
  readonly closed: Promise<void>;
  end(): void;
}

function listen({ port, token }: TestServer): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    const request = get(
      { port, host: "127.0.0.1", path: "/api/v1/events", headers, agent: false },
      (response) => {
        assert.equal(response.statusCode, 200);
        assert.equal(response.headers["content-type"], "text/event-stream");
        const listeners = new Set<(event: string, data: { readonly [key: string]: unknown }) => void>();
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          text += part;
          for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
            const found = /^event: (\w+)\ndata: (.*)$/.exec(text.slice(0, end));
            text = text.slice(end + 2);
            if (found !== null)
              for (const one of listeners) one(found[1] as string, JSON.parse(found[2] as string));
          }
        });
        const closed = new Promise<void>((done) => response.once("close", done));
        resolve({
          wait: (event, fits, act) =>
            new Promise((done, fail) => {
              const began = performance.now();
              const timer = setTimeout(() => fail(new Error(`no event ${event}`)), 3000);
              const take = (name: string, data: { readonly [key: string]: unknown }) => {
                if (name !== event || !fits(data)) return;
                clearTimeout(timer);
                listeners.delete(take);
                done(performance.now() - began);
              };
              listeners.add(take);
              act();
            }),
          closed,
          end: () => request.destroy(),
        });
      },
    );
    request.once("error", reject);
  });
}

describe("events", () => {
  before(async () => {
    listener = await listen(fixture.server);
  });
  after(() => listener.end());

  it("tell within a second what was edited, made, renamed and removed outside", async () => {
    // The watchers are there a moment after the stream.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const at = (name: string) => join(fixture.workspace.dir, name);
    const steps: readonly (readonly [path: string, isGone: boolean, act: () => void])[] = [
      [
        "manifests/sets/elements.yaml",
        false,
        () => appendFileSync(at("manifests/sets/elements.yaml"), "# edited\n"),
      ],
      ["data/sets/elements.csv", false, () => appendFileSync(at("data/sets/elements.csv"), "Air,thin\n")],
      [
        "manifests/sets/new.yaml",
        false,
        () => writeFileSync(at("manifests/sets/new.yaml"), "kind: set-template\n"),
      ],
      [
        "manifests/sets/other.yaml",
        false,
        () => renameSync(at("manifests/sets/new.yaml"), at("manifests/sets/other.yaml")),
      ],
      ["manifests/sets/other.yaml", true, () => rmSync(at("manifests/sets/other.yaml"))],
    ];
    for (const [path, isGone, act] of steps) {
      const fits = (data: { readonly [key: string]: unknown }) =>
        data.path === path && (isGone ? data.etag === null : /^[0-9a-f]{64}$/.test(String(data.etag)));
      assert.ok((await listener.wait("file", fits, act)) < 1000, path);
    }
  });

  it("tell of a manifest in a folder that is new", async () => {
    const folder = join(fixture.workspace.dir, "manifests/later");
    mkdirSync(folder);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const fits = ({ path }: { readonly [key: string]: unknown }) => path === "manifests/later/one.yaml";
    const ms = await listener.wait("file", fits, () =>
      writeFileSync(join(folder, "one.yaml"), "kind: album\n"),
    );
    assert.ok(ms < 1000);
  });

  it("tell within a second that somebody committed", async () => {
    const database = new Database(join(fixture.workspace.dir, "data/albums.db"));
    const ms = await listener.wait(
      "database",
      () => true,
      () => {
        database.exec("UPDATE images SET is_nsfw = 1 WHERE id = 1");
      },
    );
    database.close();
    assert.ok(ms < 1000);
  });

  it("end when the server stops", async () => {
    const own = await serveProject(fixture.workspace.dir);
    const other = await listen(own);
    const began = performance.now();
    await own.close();
    await other.closed;
    assert.ok(performance.now() - began < 1500);
  });
});
