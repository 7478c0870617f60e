import assert from "node:assert/strict";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { runSync } from "./collect-project.js";
import { makeProject } from "./project.js";
import { makeTempDir } from "./temp-dir.js";

/** A set template with four items. */
export const MOON = `kind: set-template
slug: moon-cards
name: Moon cards
items: { rows: [{ n: One }, { n: Two }, { n: Three }, { n: Four }], key: "{n}" }
base_prompt: A card
prompt_template: "{n} of moons"
style_suffix: ink
`;
/** Another one that renders the same prompts. */
export const MOON_TWIN = MOON.replace("Moon cards", "Other").replace("slug: moon-cards", "slug: other");

/** The prompt of an item of it. */
export const moonPrompt = (item: string): string => `A card. ${item} of moons. ink`;

/** A project with these files, and a folder for pictures that is not made yet. */
export function start(
  t: TestContext,
  files: { readonly [name: string]: string },
): { dir: string; root: string } {
  return { dir: makeProject(t, files), root: join(makeTempDir(t), "pictures") };
}

/** Runs this program; it must end with this exit code. */
export async function run(
  dir: string,
  status: number,
  ...words: readonly string[]
): ReturnType<typeof runSync> {
  const result = await runSync(dir, words);
  assert.equal(result.status, status, `sync ${words.join(" ")}: ${result.stdout}${result.stderr}`);
  return result;
}
