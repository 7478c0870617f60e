import assert from "node:assert/strict";
import { Agent, get } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { PROJECT_DIR } from "../support/paths.js";
import { serveProject, type TestServer } from "../support/running-server.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";

let workspace: Workspace;
let server: TestServer;

before(async () => {
  workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
  server = await serveProject(workspace.dir, { names: ["sync.example.org"] });
});
after(async () => {
  await server.close();
  workspace.remove();
});

const SESSION = "/api/v1/session";

describe("the guard of the server", () => {
  for (const path of [SESSION, "/", "/app.js", "/api/albums", "/nowhere"])
    it(`answers ${path} only under its own names`, async () => {
      for (const host of ["evil.example", `evil.example:${server.port}`, "127.0.0.1", `127.0.0.1:1`]) {
        const { status, headers } = await server.send(path, { headers: { host } });
        assert.equal(status, 403, host);
        assert.equal(headers["access-control-allow-origin"], undefined);
      }
      for (const host of [`127.0.0.1:${server.port}`, `LOCALHOST:${server.port}`, "sync.example.org"])
        assert.notEqual((await server.send(path, { headers: { host } })).status, 403, host);
    });

  it("refuses pages of other origins, null among them", async () => {
    const own = `http://127.0.0.1:${server.port}`;
    for (const origin of [
      "null",
      "http://evil.example",
      "http://127.0.0.1",
      `http://localhost:${server.port}`,
      `${own}0`,
    ])
      assert.equal((await server.send(SESSION, { headers: { origin } })).status, 403, origin);
    assert.equal((await server.send(SESSION, { headers: { origin: own } })).status, 200);
  });

  it("refuses what a browser calls the request of another site, but for opening a page", async () => {
    const cross = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    const opens = { ...cross, "sec-fetch-dest": "document" };
    assert.equal((await server.send("/", { headers: opens })).status, 200);
    assert.equal((await server.send("/", { headers: { ...cross, "sec-fetch-dest": "iframe" } })).status, 403);
    assert.equal(
      (await server.send("/", { headers: { ...opens, "sec-fetch-mode": "no-cors" } })).status,
      403,
    );
    for (const site of ["cross-site", "same-site"])
      assert.equal(
        (await server.send(SESSION, { headers: { ...opens, "sec-fetch-site": site } })).status,
        403,
      );
    assert.equal((await server.send(SESSION, { headers: { "sec-fetch-site": "same-origin" } })).status, 200);
  });

  it("knows the token as Bearer, and refuses a wrong one", async () => {
    assert.equal((await server.send(SESSION)).json().authenticated, false);
    assert.equal((await server.get(SESSION)).json().authenticated, true);
    const wrong = await server.send(SESSION, { headers: { authorization: "Bearer nothing" } });
    assert.equal(wrong.status, 401);
    assert.equal(wrong.json().code, "token-wrong");
  });

  it("gives a browser a cookie for the link, once", async (t) => {
    const fresh = await serveProject(workspace.dir);
    t.after(() => fresh.close());
    const { pathname, search } = new URL(fresh.link);
    assert.equal((await fresh.send(`${pathname}?token=wrong`)).status, 403);
    const opened = await fresh.send(pathname + search);
    assert.equal(opened.status, 303);
    assert.equal(opened.headers.location, "/");
    const [cookie = ""] = opened.headers["set-cookie"] ?? [];
    assert.match(cookie, /^album-sync-\d+=[\w-]{32}; Path=\/; HttpOnly; SameSite=Strict$/);
    assert.ok(!cookie.includes(fresh.token));
    const headers = { cookie: `other=1; ${cookie.split(";")[0]}` };
    assert.equal((await fresh.send(SESSION, { headers })).json().authenticated, true);
    assert.equal((await fresh.send(pathname + search)).status, 403);
    assert.equal((await fresh.send(pathname + search, { headers })).status, 303);
  });

  it("lets a token that a person chose open any number of browsers", async (t) => {
    const fresh = await serveProject(workspace.dir, { token: "correct-horse-battery" });
    t.after(() => fresh.close());
    assert.ok(!fresh.link.includes("correct"));
    for (let count = 0; count < 2; count++)
      assert.equal((await fresh.send("/?token=correct-horse-battery")).status, 303);
  });

  it("refuses paths that would have to be normalised", async () => {
    for (const path of [
      "/../package.json",
      "/..%2f..%2fetc/passwd",
      "/%2e%2e/package.json",
      "/..%5c..%5cpackage.json",
      "/assets\\..\\package.json",
      "//etc/passwd",
      "/a/./b",
      "/%00",
      "/%E0%A4%A",
      "/api/v1/%2e%2e/session",
      "/api/v1/session/",
      "/api//v1/session",
      "//api/v1/session",
      "/api/v1/session/.",
      "/api/v1/albums/singles%2Fwalks/",
      "/api/v1/albums/singles%2F%2Fwalks",
      "/api/v1/templates/a%2eb",
    ])
      assert.equal((await server.send(path)).status, 400, path);
    assert.equal(await sendRaw(server.port, "http://127.0.0.1/etc/passwd"), 400);
  });

  it("has one path for each operation, which is not decoded", async () => {
    for (const path of ["/api/v1/sessio%6e", "/api/v1/s%65ssion", "/api/%76%31/session"])
      assert.equal((await server.send(path)).status, 404, path);
    // Not taken for a page, which a link of another site may open.
    const headers = {
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
    };
    for (const path of ["/%61pi/v1/session", "/API/v1/session", "/a%70i/v1/images", "/open%61pi.json"]) {
      const { text } = await server.send(path, { headers });
      assert.doesNotMatch(text, /"(?:writable|items|openapi)"/, path);
    }
  });

  it("sends the headers that keep a browser from guessing, framing and caching", async () => {
    for (const path of [SESSION, "/", "/nowhere.txt", "/api/v1/nowhere"]) {
      const { headers } = await server.send(path);
      assert.equal(headers["x-content-type-options"], "nosniff");
      assert.match(String(headers["content-security-policy"]), /default-src 'none'.*frame-ancestors 'none'/);
      assert.equal(headers["cross-origin-resource-policy"], "same-origin");
      assert.equal(headers["access-control-allow-origin"], undefined);
      assert.match(headers["cache-control"] ?? "", /no-store|no-cache/);
    }
    const { headers } = await server.send("/");
    assert.doesNotMatch(String(headers["content-security-policy"]), /unsafe|\*|http:/);
  });

  it("keeps nothing of the requests of a connection", async (t) => {
    const warnings: string[] = [];
    const note = ({ name }: Error) => warnings.push(name);
    process.on("warning", note);
    t.after(() => process.off("warning", note));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    t.after(() => agent.destroy());
    for (let count = 0; count < 15; count++)
      await new Promise((resolve, reject) => {
        const options = { agent, host: "127.0.0.1", port: server.port, path: SESSION };
        get(options, (response) => response.resume().once("end", resolve)).once("error", reject);
      });
    assert.deepEqual(warnings, []);
  });

  it("takes only the methods that a path has", async () => {
    const { status, headers } = await server.send(SESSION, { method: "DELETE" });
    assert.equal(status, 405);
    assert.equal(headers.allow, "GET, HEAD");
    assert.equal((await server.send("/", { method: "POST" })).status, 405);
    const head = await server.send(SESSION, { method: "HEAD" });
    assert.equal(head.status, 200);
    assert.equal(head.text, "");
  });
});

/** The status of a request line that no client library would send. */
function sendRaw(port: number, target: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () =>
      socket.write(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`),
    );
    let text = "";
    socket.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    socket.once("error", reject);
    socket.once("end", () => resolve(Number(text.split(" ")[1])));
  });
}
