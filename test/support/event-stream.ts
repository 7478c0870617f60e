import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import type { TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { TestServer } from "./running-server.js";

/** What a client that listens is told, as one text. */
export interface EventStream {
  /** Waits until something of this form was told, at most five seconds; what was told since the last call. */
  wait(form: RegExp): Promise<string>;
}

/** Listens to the events of a server until the test ends. */
export async function listenTo(t: TestContext, { port, token }: TestServer): Promise<EventStream> {
  const headers = { authorization: `Bearer ${token}` };
  const stream = get({ host: "127.0.0.1", port, path: "/api/v1/events", headers, agent: false });
  t.after(() => stream.destroy());
  let told = "";
  const [response] = (await once(stream, "response")) as [IncomingMessage];
  response.setEncoding("utf8").on("data", (part: string) => {
    told += part;
  });
  return {
    wait: async (form) => {
      for (const end = Date.now() + 5000; !form.test(told); await setTimeout(5))
        if (Date.now() > end) throw new Error(`nothing like ${form} in ${told}`);
      const taken = told;
      told = "";
      return taken;
    },
  };
}
