import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { dirname, join } from "node:path";
import type { DatabaseHandle } from "../db/connection/connect.js";
import { isServerUrl } from "../db/connection/url.js";
import { probeDriver, readJournalMode } from "../db/dialects/sqlite/native.js";
import { openDatabase } from "../db/open-database.js";
import { readState } from "../db/schema/state.js";
import { exists } from "../files/exists.js";
import { loadSharp } from "../images/loaders.js";
import { checkAssets, hasAssetRoot } from "../manifest/check/assets.js";
import { loadEstate } from "../manifest/load/load.js";
import type { Settings } from "../model/estate.js";
import { filter } from "../model/lists/sequence.js";
import { isImage } from "../model/resource.js";
import { count } from "../model/words.js";
import { adviseMissingRoot, describeMissingRoot } from "./project/assets.js";
import { adviseMigration } from "./project/migration-help.js";
import { loadSettings, type ProjectRequest } from "./project/project.js";

/** One thing that was looked at. `help` is there when it is not as it should be. */
export interface HealthCheck {
  readonly name: string;
  readonly detail: string;
  readonly help?: string;
}

/** Major and minor version; what package.json asks for under `engines`. */
const OLDEST_NODE = [20, 19] as const;

/** Looks at everything that the other use cases need, the given version of Node.js included. Writes nothing. */
export async function examineInstallation(
  request: ProjectRequest,
  nodeVersion: string,
): Promise<readonly HealthCheck[]> {
  const { settings, diagnostics } = await loadSettings(request);
  return [
    ...(await examineProgram(nodeVersion)),
    ...diagnostics.map(({ summary, severity, help }) => ({
      name: "configuration",
      detail: summary,
      ...(severity === "error" && { help: help ?? "Run sync validate to see where." }),
    })),
    ...(settings === undefined ? [] : await examineProject(settings)),
  ];
}

/** Looks at the program itself: Node and the native modules. Reads nothing of a project. */
async function examineProgram(nodeVersion: string): Promise<readonly HealthCheck[]> {
  const reinstall = "Run npm ci with the Node.js that runs sync; native modules are made for one version.";
  return [
    {
      name: "node",
      detail: nodeVersion,
      ...(isTooOld(nodeVersion) && { help: `Use Node.js ${OLDEST_NODE.join(".")} or newer.` }),
    },
    await attempt("better-sqlite3", reinstall, async () => `SQLite ${probeDriver()}`),
    await attempt("sharp", reinstall, async () => `libvips ${(await loadSharp()).versions.vips}`),
    await attempt("git", "Install git: the history then names the commit that was applied.", async () =>
      execFileSync("git", ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim(),
    ),
  ];
}

/** Looks at what a project needs: manifests, database, asset root, files and the thumbnail folder. Writes nothing. */
async function examineProject(settings: Settings): Promise<readonly HealthCheck[]> {
  const loaded = loadEstate(settings);
  return [
    examineManifests(loaded),
    await examineDatabase(settings),
    examineAssets(settings, loaded),
    examineThumbnails(settings),
  ];
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

async function attempt(name: string, help: string, look: () => Promise<string>): Promise<HealthCheck> {
  try {
    return { name, detail: await look() };
  } catch (error) {
    return { name, detail: firstLine(error), help };
  }
}

type LoadedEstate = ReturnType<typeof loadEstate>;

function examineManifests({ diagnostics, files }: LoadedEstate): HealthCheck {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const detail = `${files.length} found, ${count(errors, "error")}`;
  return {
    name: "manifests",
    detail,
    ...(errors > 0 && { help: "Run sync validate to see what is wrong." }),
  };
}

async function examineDatabase(settings: Settings): Promise<HealthCheck> {
  let handle: DatabaseHandle | undefined;
  try {
    handle = await openDatabase(settings.database, { mode: "read" });
    const { generation, pending } = await readState(handle);
    const journal = isServerUrl(settings.database) ? "of the server" : await readJournalMode(handle);
    if (journal === null) return { name: "database", detail: "absent; sync apply makes it" };
    const detail = `generation ${generation}, journal ${journal}, ${count(pending.length, "pending migration")}`;
    if (generation !== "empty" && pending.length > 0)
      return { name: "database", detail, help: adviseMigration(settings.database) };
    const isWal = journal === "wal" || isServerUrl(settings.database);
    const help = "Readers wait for writers without WAL: run PRAGMA journal_mode = WAL on it once.";
    return { name: "database", detail, ...(!isWal && { help }) };
  } catch (error) {
    const help =
      error instanceof Error && "help" in error ? String(error.help) : "Check the path and its permissions.";
    return { name: "database", detail: firstLine(error), help };
  } finally {
    await handle?.close();
  }
}

function examineAssets(settings: Settings, { estate }: LoadedEstate): HealthCheck {
  if (!hasAssetRoot(settings)) {
    return { name: "assets", detail: describeMissingRoot(settings), help: adviseMissingRoot(settings) };
  }
  const images = filter(estate?.resources ?? [], isImage);
  const { diagnostics } = checkAssets(settings, images);
  const pointers = diagnostics.filter(({ code }) => code === "lfs-pointer").length;
  const detail = `${images.length} declared, ${diagnostics.length} with a problem, ${count(pointers, "Git LFS pointer")}`;
  if (pointers > 0) return { name: "assets", detail, help: "Run git lfs pull." };
  return {
    name: "assets",
    detail,
    ...(diagnostics.length > 0 && { help: "Run sync validate to see them." }),
  };
}

function examineThumbnails({ mediaDir }: Settings): HealthCheck {
  let folder = join(mediaDir, "thumbnails");
  while (!exists(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return { name: "thumbnails", detail: "their folder can be written" };
  } catch {
    const help = "Let this user write there, or correct media.root in the configuration.";
    return { name: "thumbnails", detail: "their folder can't be written", help };
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
