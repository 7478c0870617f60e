import { createServer, type RequestListener, type Server } from "node:http";
import { failWith } from "../../engine/project/failure.js";

/** How long requests under way may take once the server stops. */
export const GRACE_MS = 2_000;

/** A server that listens on one address. */
interface Endpoint {
  readonly port: number;
  /** Takes no more requests; ends as soon as those under way are answered, at the latest after GRACE_MS. */
  stop(): Promise<void>;
}

const SERVER_OPTIONS = { requestTimeout: 60_000, headersTimeout: 10_000, maxHeaderSize: 16 * 1024 };
/** A port that is free on one address may be taken on the other: so often another one is looked for. */
const MOST_TRIES = 20;

/**
 * Listens on one port of all addresses, those that this machine does not have left out; port 0 is any that is free on all of
 * them. Throws a failure for a port that is taken on one of them, because a name such as localhost may lead to either, and any
 * other error of the system.
 */
export async function listenOnAll(
  listener: RequestListener,
  { port, addresses }: { readonly port: number; readonly addresses: readonly string[] },
): Promise<readonly Endpoint[]> {
  for (let tries = 1; ; tries++) {
    const endpoints: Endpoint[] = [];
    try {
      for (const address of addresses) {
        const endpoint = await listen(listener, endpoints[0]?.port ?? port, address).catch(
          ignoreAbsent(endpoints),
        );
        if (endpoint !== undefined) endpoints.push(endpoint);
      }
      return endpoints;
    } catch (error) {
      await Promise.all(endpoints.map((one) => one.stop()));
      const { code, address } = error as NodeJS.ErrnoException & { readonly address?: string };
      if (code !== "EADDRINUSE") throw error;
      if (port !== 0) throw portTaken(address ?? "", port);
      if (tries === MOST_TRIES) throw noPort(addresses);
    }
  }
}

/** Without an IPv6 network only the first address counts. */
function ignoreAbsent(endpoints: readonly Endpoint[]) {
  return (error: NodeJS.ErrnoException): undefined => {
    if (endpoints.length > 0 && /EADDRNOTAVAIL|EAFNOSUPPORT/.test(String(error.code))) return undefined;
    throw error;
  };
}

function listen(listener: RequestListener, port: number, address: string): Promise<Endpoint> {
  const server = createServer(SERVER_OPTIONS, listener);
  const stop = followRequests(server);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: address, ipv6Only: true }, () => {
      server.off("error", reject);
      resolve({ port: portOf(server), stop });
    });
  });
}

/** Gives what stops the server. A connection that is kept alive, or that never sent a request, does not delay the end. */
function followRequests(server: Server): () => Promise<void> {
  let underWay = 0;
  let isStopping = false;
  server.on("request", (_request, response) => {
    underWay++;
    response.once("close", () => {
      underWay--;
      if (isStopping && underWay === 0) server.closeAllConnections();
    });
  });
  return () =>
    new Promise((resolve) => {
      isStopping = true;
      const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
      server.close(() => {
        clearTimeout(timer);
        resolve();
      });
      if (underWay === 0) server.closeAllConnections();
    });
}

function portTaken(address: string, port: number): Error {
  return failWith(
    "failure",
    "port-taken",
    `port ${port} of ${address} is in use`,
    "Stop the program that listens there, perhaps another sync serve; or pass --port 0 for any free port, or --host to serve another address alone.",
  );
}

function noPort(addresses: readonly string[]): Error {
  return failWith(
    "failure",
    "port-taken",
    `none of ${MOST_TRIES} free ports is free on all of ${addresses.join(", ")}`,
    "Pass --port with one that is, or --host to serve one address alone.",
  );
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
