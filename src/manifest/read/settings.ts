import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { realPathOf } from "../../files/fence.js";
import type { CollectSettings } from "../../model/collect-rule.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { AssetRoot, Settings } from "../../model/estate.js";
import type { Configuration } from "../../model/generated/config.js";
import type { DocumentPath } from "../../model/source.js";
import { isTimeZone } from "../../model/time.js";
import { validateConfig } from "../generated/validators.js";
import { diagnose } from "../places/diagnose.js";
import { createPlaces } from "../places/places.js";
import { describeShape } from "../places/shape.js";
import type { Problem, Report, Spot } from "../text/problem.js";
import { openProjectFiles, type ProjectFiles } from "../text/project-files.js";
import { checkBoundary } from "./boundary.js";
import { readManifestFile, yamlSpot } from "./manifest-file.js";

export const CONFIG_NAME = "sync.config.yaml";

/** Where settings are looked for. Relative paths, those of `overrides` too, are relative to `cwd`. */
interface SettingsRequest {
  /** Absolute. */
  readonly cwd: string;
  /** Named by the user; without one the nearest sync.config.yaml in `cwd` or above it counts. */
  readonly configFile?: string;
  readonly overrides: { readonly database?: string };
  /** The checkout is somebody else's: its configuration allows nothing outside the project. */
  readonly untrusted?: boolean;
}

/** Reads the settings of a project. All problems are gathered; settings are undefined when there is one. */
export function loadSettings({ cwd, configFile, overrides, untrusted = false }: SettingsRequest): {
  readonly settings?: Settings;
  readonly diagnostics: readonly Diagnostic[];
} {
  const file = configFile === undefined ? findConfig(cwd) : resolve(cwd, configFile);
  const problems: Problem[] = [];
  const report: Report = (problem) => problems.push(problem);
  if (file === undefined || !existsSync(file)) {
    reportMissing(cwd, file, report);
    const project = openProjectFiles({ projectDir: cwd, allowOutside: [], untrusted });
    return { diagnostics: diagnose(problems, createPlaces(project)) };
  }
  // A configuration that the user names may be a link to anywhere; one that a checkout brought along may not.
  const allowOutside = configFile === undefined || untrusted ? [] : [dirname(realPathOf(file))];
  const project = openProjectFiles({ projectDir: dirname(file), allowOutside, untrusted });
  const places = createPlaces(project);
  const config = readConfig(file, project, report);
  const settings = config && completeSettings(file, config, { cwd, overrides, untrusted }, report);
  if (settings !== undefined) checkBoundary(settings, overrides.database !== undefined, report);
  const diagnostics = diagnose(problems, places).map(hidePassword);
  const isWrong = diagnostics.some(({ severity }) => severity === "error");
  return settings === undefined || isWrong ? { diagnostics } : { settings, diagnostics };
}

function findConfig(cwd: string): string | undefined {
  for (let dir = cwd; ; dir = dirname(dir)) {
    const file = join(dir, CONFIG_NAME);
    if (existsSync(file)) return file;
    if (dirname(dir) === dir) return undefined;
  }
}

function reportMissing(cwd: string, file: string | undefined, report: Report): void {
  report({
    code: "config-missing",
    ...(file !== undefined && { at: { file } }),
    summary:
      file === undefined
        ? `Neither ${cwd} nor a folder above it has a ${CONFIG_NAME}`
        : "The configuration file does not exist",
    help: "Run sync init, or name the configuration with --config.",
  });
}

function readConfig(file: string, project: ProjectFiles, report: Report): Configuration | undefined {
  const read = readManifestFile(file, project, report);
  if (read === undefined) return undefined;
  const config: unknown = read.value;
  if (validateConfig(config)) return config;
  for (const { path, part, ...problem } of describeShape(validateConfig.errors ?? [], read.value)) {
    report({ ...problem, at: yamlSpot(file, path, part) });
  }
  return undefined;
}

function completeSettings(
  file: string,
  config: Configuration,
  { cwd, overrides, untrusted }: Pick<SettingsRequest, "cwd" | "overrides"> & { readonly untrusted: boolean },
  report: Report,
): Settings | undefined {
  const projectDir = dirname(file);
  const database =
    overrides.database === undefined
      ? readDatabase(
          config.database ?? "sqlite:data/albums.db",
          projectDir,
          yamlSpot(file, ["database"]),
          report,
        )
      : readDatabase(overrides.database, cwd, undefined, report);
  const assetRoots = listRoots(config.assets ?? {}, projectDir, file, report);
  if (database === undefined) return undefined;
  return {
    projectDir,
    configFile: file,
    estate: config.estate,
    database,
    allowOutside: untrusted ? [] : (config.allow_outside ?? []).map((dir) => resolve(projectDir, dir)),
    untrusted,
    databaseId: config.database_id ?? null,
    manifestDirs: (config.manifests ?? ["manifests"]).map((dir) => resolve(projectDir, dir)),
    assetRoots,
    mediaDir: resolve(projectDir, config.media?.root ?? "data"),
    prune: config.prune ?? false,
    budget: { rows: config.budget?.rows ?? 20, share: config.budget?.share ?? 0.1 },
    thumbnailEffort: config.thumbnails?.effort ?? 4,
    pixelsInFlight: config.limits?.pixels_in_flight ?? 100_000_000,
    keepRuns: config.history?.keep_runs ?? null,
    collect: readCollect(config.collect ?? {}, file, report),
  };
}

function readDatabase(
  url: string,
  baseDir: string,
  at: Spot | undefined,
  report: Report,
): string | undefined {
  if (/^postgres(?:ql)?:\/\//.test(url)) return url;
  const [, path] = /^sqlite:(?:\/\/(?=\/))?(.+)$/s.exec(url) ?? [];
  if (path !== undefined && path !== ":memory:") return `sqlite:${resolve(baseDir, path)}`;
  report({
    code: "bad-database-url",
    ...(at && { at }),
    // The text itself may hold a password.
    summary: "The database address has an invalid format",
    expected: "sqlite:<path> or postgres://<user>@<host>/<name>",
  });
  return undefined;
}

function readCollect(
  { time_zone: timeZone = "UTC", rules = [] }: NonNullable<Configuration["collect"]>,
  file: string,
  report: Report,
): CollectSettings {
  if (!isTimeZone(timeZone)) {
    report({
      code: "unknown-time-zone",
      at: yamlSpot(file, ["collect", "time_zone"]),
      summary: `Unknown time zone ${timeZone}`,
      expected: "a name such as UTC or Europe/Vienna",
    });
  }
  return { timeZone, rules };
}

function listRoots(
  assets: NonNullable<Configuration["assets"]>,
  projectDir: string,
  file: string,
  report: Report,
): readonly [AssetRoot, ...AssetRoot[]] {
  const toRoot = (
    name: string,
    dir: string,
    servedFrom: string | undefined,
    path: DocumentPath,
  ): AssetRoot => {
    if (servedFrom !== undefined && !isAbsolute(servedFrom)) {
      report({
        code: "served-from-relative",
        at: yamlSpot(file, path),
        summary: "The backend can't open a relative path",
        expected: "an absolute path",
      });
    }
    return { name, dir: resolve(projectDir, dir), servedFrom };
  };
  const main = toRoot("main", assets.root ?? "data/legacy", assets.served_from, ["assets", "served_from"]);
  const others = (assets.roots ?? []).map(({ name, dir, served_from }, index) =>
    toRoot(name, dir, served_from, ["assets", "roots", index, "served_from"]),
  );
  return [main, ...others];
}

const SECRET = /:\/\/\S*@|password=/i;

// A database URL may stand on the line that is shown or in the parser's message, whatever the problem is.
function hidePassword({ excerpt, ...rest }: Diagnostic): Diagnostic {
  const summary = SECRET.test(rest.summary)
    ? "The YAML is invalid; the message is hidden because it may hold a password"
    : rest.summary;
  const shown = excerpt !== undefined && !SECRET.test(excerpt.text);
  return { ...rest, summary, ...(shown && { excerpt }) };
}
