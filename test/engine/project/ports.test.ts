import assert from "node:assert/strict";
import { it } from "node:test";
import { type Ports, withoutListener } from "../../../src/engine/project/ports.js";

it("tells nobody anything without a listener", async () => {
  const told: string[] = [];
  const ports: Ports = {
    now: () => new Date(0),
    takeSignal: () => new AbortController().signal,
    warn: async () => void told.push("warn"),
    note: () => told.push("note"),
    detail: () => told.push("detail"),
    progress: () => told.push("progress"),
  };
  const quiet = withoutListener(ports);
  await quiet.warn([]);
  quiet.note("");
  quiet.detail("");
  quiet.progress({ phase: "rows", done: 1, total: 2 });
  assert.deepEqual(told, []);
});
