import { Readable } from "node:stream";
import type { Route } from "../http/route.js";

/** Tells both ends, and proxies between them, that the other is still there. */
const HEARTBEAT_MS = 15_000;

/** Server-sent events: what changes while somebody looks. */
export const streamEvents: Route = {
  name: "streamEvents",
  method: "GET",
  path: "/api/v1/events",
  summary: "Server-sent events: estate {version}, file {path, etag}, database {}, apply {phase, done, total}",
  access: "read",
  replies: { 200: { description: "The stream", mediaType: "text/event-stream" } },
  handle(_request, { events }) {
    const stream = new Readable({ read() {} });
    // First: a server that closes ends the stream as soon as it listens.
    stream.push("retry: 1000\n\n");
    const heartbeat = setInterval(() => stream.push(": still here\n\n"), HEARTBEAT_MS).unref();
    const leave = events.subscribe((one) => {
      stream.push(one === undefined ? null : `event: ${one.event}\ndata: ${JSON.stringify(one.data)}\n\n`);
    });
    stream.once("close", () => {
      clearInterval(heartbeat);
      leave();
    });
    return {
      status: 200,
      headers: { "content-type": "text/event-stream", "x-accel-buffering": "no" },
      body: stream,
    };
  },
};
