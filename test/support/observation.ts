import assert from "node:assert/strict";
import type { DatabaseHandle } from "../../src/db/connection/connect.js";
import { observe } from "../../src/db/read/observe.js";
import type { CandidateQuery, Observation, ObservedObject } from "../../src/model/observed.js";
import { observeObjects } from "./database.js";

export const IMAGE = {
  created_at: "2025-10-13 21:35:33.481220",
  prompt: "Ace",
  negative_prompt: "blurry",
  seed: "42",
  steps: 30,
  guidance_scale: 7.5,
  loras: [{ path: "x", weight: 0.5 }],
  nsfw: false,
  public: true,
};

export function inside<T>(
  handle: DatabaseHandle,
  work: (observation: Observation) => Promise<T>,
): Promise<T> {
  return observe(handle, { estate: "main", hashFile: (path) => `hash of ${path}` }, work);
}

export function find(handle: DatabaseHandle, queries: readonly CandidateQuery[]) {
  return inside(handle, (observation) => observation.findCandidates(queries));
}

export async function observeOne(handle: DatabaseHandle, address: string): Promise<ObservedObject> {
  const object = (await observeObjects(handle)).find((one) => one.address === address);
  assert.ok(object, address);
  return object;
}
