import { type IncomingHttpHeaders, request } from "node:http";
import { startServer } from "../../src/server/server.js";
import { openSite } from "../../src/server/site/open-site.js";

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  /** The body as JSON; fails for other content. */
  json<T = { readonly [key: string]: unknown }>(): T;
}

export interface Sending {
  readonly method?: string;
  readonly headers?: { readonly [name: string]: string | undefined };
  readonly body?: string;
}

/** A server in this process, and how to talk to it. */
export interface TestServer {
  readonly port: number;
  readonly token: string;
  readonly link: string;
  /** Errors that were bugs. */
  readonly bugs: readonly unknown[];
  /** Sends exactly this, without any token. */
  send(path: string, sending?: Sending): Promise<Answer>;
  /** GET with the token. */
  get(path: string): Promise<Answer>;
  /** A write with the token and JSON. */
  write(method: string, path: string, body: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** Serves the project in a folder on a free port of 127.0.0.1. `database`: another one than its configuration names. */
export async function serveProject(
  cwd: string,
  options: {
    readonly isWritable?: boolean;
    readonly token?: string;
    readonly names?: readonly string[];
    readonly database?: string;
  } = {},
): Promise<TestServer> {
  const bugs: unknown[] = [];
  const ports = {
    now: () => new Date(),
    takeSignal: () => new AbortController().signal,
    warn: async () => {},
    note: () => {},
    detail: () => {},
    progress: () => {},
  };
  const site = await openSite(
    { cwd, untrusted: false, database: options.database },
    ports,
    options.isWritable ?? true,
  );
  const server = await startServer({
    site,
    port: 0,
    addresses: ["127.0.0.1"],
    names: options.names ?? [],
    token: options.token,
    onBug: (error) => bugs.push(error),
  });
  const port = Number(new URL(server.url).port);
  const bearer = { authorization: `Bearer ${server.token}` };
  const send = (path: string, sending: Sending = {}) => exchange(port, path, sending);
  return {
    port,
    token: server.token,
    link: server.link,
    bugs,
    send,
    get: (path) => send(path, { headers: bearer }),
    write: (method, path, body) =>
      send(path, {
        method,
        headers: { ...bearer, "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    close: () => server.close(),
  };
}

function exchange(
  port: number,
  path: string,
  { method = "GET", headers = {}, body }: Sending,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const given = Object.entries(headers).filter(([, value]) => value !== undefined) as [string, string][];
    const sent = request(
      { host: "127.0.0.1", port, path, method, headers: Object.fromEntries(given), agent: false },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.once("error", reject);
        response.once("end", () => {
          const bytes = Buffer.concat(parts);
          const text = bytes.toString("utf8");
          const { statusCode: status = 0, headers: received } = response;
          resolve({ status, headers: received, bytes, text, json: () => JSON.parse(text) });
        });
      },
    );
    sent.once("error", reject);
    sent.end(body);
  });
}
