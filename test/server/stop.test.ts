import assert from "node:assert/strict";
import { Agent, get } from "node:http";
import { connect, createServer } from "node:net";
import { describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { GRACE_MS, listenOnAll } from "../../src/server/http/listen.js";

const LOOPBACK = { port: 0, addresses: ["127.0.0.1"] };

describe("a server that stops", () => {
  it("ends with the last answer, whatever connections are kept or were never used", async (t) => {
    const [endpoint] = await listenOnAll(
      (_request, response) => void setTimeout(300).then(() => response.end("x")),
      LOOPBACK,
    );
    const port = endpoint?.port ?? 0;
    const agent = new Agent({ keepAlive: true });
    t.after(() => agent.destroy());
    const ask = () =>
      new Promise<number>((resolve, reject) =>
        get({ agent, host: "127.0.0.1", port }, (response) =>
          response.resume().once("end", () => resolve(response.statusCode ?? 0)),
        ).once("error", reject),
      );
    await Promise.all([ask(), ask()]);
    connect(port, "127.0.0.1");
    const asked = ask();
    await setTimeout(100);
    const began = performance.now();
    await endpoint?.stop();
    const ms = performance.now() - began;
    assert.equal(await asked, 200);
    assert.ok(ms > 100 && ms < GRACE_MS / 2, `${ms} ms`);
  });

  it("ends at once where nothing is under way", async () => {
    const [endpoint] = await listenOnAll(() => {}, LOOPBACK);
    connect(endpoint?.port ?? 0, "127.0.0.1");
    await setTimeout(100);
    const began = performance.now();
    await endpoint?.stop();
    assert.ok(performance.now() - began < GRACE_MS / 2);
  });
});

describe("the port of a server", () => {
  it("is refused when another program has it on one of the addresses", async (t) => {
    const other = createServer().listen({ port: 0, host: "127.0.0.2" });
    await new Promise((resolve) => other.once("listening", resolve));
    t.after(() => other.close());
    const { port } = other.address() as { readonly port: number };
    const both = ["127.0.0.1", "127.0.0.2"];
    await assert.rejects(
      listenOnAll(() => {}, { port, addresses: both }),
      {
        message: `port ${port} of 127.0.0.2 is in use`,
      },
    );
    // Of the same address twice, no port is free the second time.
    await assert.rejects(
      listenOnAll(() => {}, { port: 0, addresses: ["127.0.0.1", "127.0.0.1"] }),
      { message: "none of 20 free ports is free on all of 127.0.0.1, 127.0.0.1" },
    );
    // What was opened before is closed again.
    const [alone] = await listenOnAll(() => {}, { port, addresses: ["127.0.0.1"] });
    await alone?.stop();
  });
});
