import type { Bench } from "../bench.js";
import { type Running, startProcess } from "./process.js";

/** A server that answers requests about images, and how a script is let in. */
export interface ImageServer extends Running {
  readonly url: string;
  readonly headers: { readonly authorization: string };
}

/** `sync serve`. */
export interface SyncServer extends ImageServer {
  /** What lets a browser in: name and value. */
  readonly cookie: { readonly name: string; readonly value: string };
}

/** Starts `sync serve` for a project; nothing but its door was opened yet. */
export async function startSyncServer(bench: Bench, dir: string): Promise<SyncServer> {
  const { line, ...running } = await startProcess(bench.sync(dir, "serve", "--port", "0", "--json"), (text) =>
    text.startsWith("{"),
  );
  const { url, token } = JSON.parse(line) as { readonly url: string; readonly token: string };
  const { headers } = await fetch(`${url}/?token=${token}`, { redirect: "manual" });
  const [name = "", value = ""] = (headers.get("set-cookie") ?? "").split(";", 1)[0]?.split("=") ?? [];
  return { ...running, url, headers: { authorization: `Bearer ${token}` }, cookie: { name, value } };
}

/** Starts `sync serve`, does the work, and stops it whatever comes of that. */
export async function withSyncServer<T>(
  bench: Bench,
  dir: string,
  work: (server: SyncServer) => Promise<T>,
): Promise<T> {
  const server = await startSyncServer(bench, dir);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}
