import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Outcome } from "../trials.js";
import { cpuOf, cpuSince, peakOf } from "./process.js";
import type { ImageServer } from "./server.js";

/** Requests that are on their way at the same time. */
const CONNECTIONS = 4;

/** Sends so many GETs, a few at a time, and reads every answer. CPU and memory are the server's. */
export async function requestMany(
  server: ImageServer,
  count: number,
  pathOf: (number: number) => string,
): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let next = 0;
  const work = async () => {
    while (next < count) await request(server, pathOf(next++), agent);
  };
  try {
    return await measureServer(server, () => Promise.all(Array.from({ length: CONNECTIONS }, work)));
  } finally {
    agent.destroy();
  }
}

async function measureServer({ pid }: ImageServer, work: () => Promise<unknown>): Promise<Outcome> {
  const [start, before] = [performance.now(), cpuOf(pid)];
  await work();
  const seconds = (performance.now() - start) / 1000;
  return { seconds, cpuSeconds: cpuSince(pid, before), peakMegabytes: peakOf(pid) };
}

/** Throws for an answer other than 200. */
function request({ url, headers }: ImageServer, path: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(`${url}${path}`, { agent, headers }, (response) => {
      const { statusCode } = response;
      response.resume();
      response.once("error", reject);
      response.once("end", () =>
        statusCode === 200 ? resolve() : reject(new Error(`${url}${path} answered ${statusCode}`)),
      );
    }).once("error", reject);
  });
}

/** The preview of another prompt for the first image of a manifest. CPU and memory are the server's. */
export async function previewPrompt(
  server: ImageServer,
  dir: string,
  file: string,
  prompt: string,
): Promise<Outcome> {
  const etag = createHash("sha256")
    .update(readFileSync(join(dir, file)))
    .digest("hex");
  const edits = [{ file, etag, ops: [{ op: "set", path: ["images", 0, "prompt"], value: prompt }] }];
  return measureServer(server, async () => {
    const response = await fetch(`${server.url}/api/v1/preview`, {
      method: "POST",
      headers: { ...server.headers, "content-type": "application/json" },
      body: JSON.stringify({ edits }),
    });
    const { plan } = (await response.json()) as Preview;
    if (plan?.total !== 1) throw new Error(`The preview of ${file} plans ${plan?.total} changes.`);
  });
}

interface Preview {
  readonly plan: { readonly total: number } | null;
}

/** Bytes of the scripts that a page needs before it shows anything, each packed by gzip. */
export async function weighScripts({ url, headers }: ImageServer): Promise<number> {
  const load = async (path: string) => (await fetch(url + path, { headers })).text();
  const known = new Map<string, number>();
  const weigh = async (path: string): Promise<void> => {
    if (known.has(path)) return;
    known.set(path, 0);
    const text = await load(path);
    known.set(path, gzipSync(text).length);
    for (const [, name] of text.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+\.js)"/g)) await weigh(`/${name}`);
  };
  for (const [, path] of (await load("/")).matchAll(/<script[^>]* src="([^"]+)"/g))
    await weigh(path as string);
  return [...known.values()].reduce((sum, bytes) => sum + bytes, 0);
}
