import assert from "node:assert/strict";
import { join } from "node:path";
import { DEFAULT_LIMITS } from "../../src/images/header.js";
import { createInspector } from "../../src/images/inspect.js";
import { type VerifyRequest, verifyEstate } from "../../src/verify/verify.js";
import type { DeclaredPicture } from "./picture-project.js";
import { drawQuadrants } from "./pictures.js";
import { estateIn, settingsOf } from "./project.js";

/** Four pictures that are as declared. */
export const PICTURES: readonly DeclaredPicture[] = await Promise.all(
  ["rgby", "gbyr", "byrg", "yrgb"].map(async (order, index) => ({
    file: `art/${index}.png`,
    bytes: await drawQuadrants(8, 8, order).png().toBuffer(),
  })),
);
export const [FIRST] = PICTURES as readonly [DeclaredPicture];

/** Verifies a project of its own pictures. */
export function verify(dir: string, request: Partial<VerifyRequest> = {}) {
  return verifyEstate({
    settings: settingsOf(dir),
    resources: estateIn(dir).resources,
    thumbnails: null,
    removeOutdated: async () => [],
    nearDuplicates: false,
    workers: 2,
    resume: false,
    inspect: createInspector(DEFAULT_LIMITS),
    isOver: () => false,
    onProgress: () => {},
    ...request,
  });
}

/** The codes and summaries of what is found. */
export async function findings(
  dir: string,
  request: Partial<VerifyRequest> = {},
): Promise<readonly string[]> {
  const report = await verify(dir, request);
  assert.ok(report?.complete);
  return report.diagnostics.map(({ severity, code, summary }) => `${severity} ${code}: ${summary}`);
}

/** Where a file of the asset root lies. */
export const inRoot = (dir: string, file: string): string => join(dir, "data/legacy", file);
