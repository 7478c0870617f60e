import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { loadEstate } from "../../src/manifest/load/load.js";
import { loadSettings } from "../../src/manifest/read/settings.js";
import type { Diagnostic } from "../../src/model/diagnostic.js";
import type { DesiredEstate, Settings } from "../../src/model/estate.js";
import { makeTempDir } from "./temp-dir.js";

/** Files by path; text or bytes. */
export type Files = { readonly [path: string]: string | Uint8Array };

/** Writes files below a folder. */
export function writeFiles(dir: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
}

/** A project folder with these files, a manifests folder and, unless given, the smallest sync.config.yaml. */
export function makeProject(t: Pick<TestContext, "after">, files: Files): string {
  const dir = makeTempDir(t);
  mkdirSync(join(dir, "manifests"));
  writeFiles(dir, { "sync.config.yaml": "estate: main\n", ...files });
  return dir;
}

/** Settings of a project that must be valid. */
export function settingsOf(dir: string): Settings {
  const { settings, diagnostics } = loadSettings({ cwd: dir, overrides: {} });
  if (settings === undefined) throw new Error(JSON.stringify(diagnostics));
  return settings;
}

/** Settings and manifests of a project in one go, as commands read them. */
export function loadProject(dir: string): {
  readonly estate?: DesiredEstate;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { settings, diagnostics } = loadSettings({ cwd: dir, overrides: {} });
  return settings === undefined ? { diagnostics } : loadEstate(settings);
}

/** The estate of a project that must be valid. */
export function estateIn(dir: string): DesiredEstate {
  const { estate, diagnostics } = loadProject(dir);
  if (estate === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return estate;
}
