import { existsSync, realpathSync } from "node:fs";
import { basename, delimiter, dirname, join, sep } from "node:path";
import type { Environment } from "../../engine/project/environment.js";
import { PACKAGE_DIR } from "../../files/own-package.js";
import { attempt } from "../../files/system-error.js";

const PACKAGE = "album-sync";
const NAMES: readonly string[] = [PACKAGE, "sync"];

/** How this process was started. */
interface Start {
  /** The program as Node.js was given it, absolute: `process.argv[1]`. */
  readonly program: string | undefined;
  readonly cwd: string;
  readonly environment: Environment;
}

/**
 * What starts this very program in the working folder: a name on the PATH, `npx sync` in a checkout of album-sync,
 * `npx album-sync` where it is installed for a project or kept by npx, else `node` with the path of the program.
 */
export function nameProgram(
  { program = "", cwd, environment }: Start,
  packageDir: string = PACKAGE_DIR,
): string {
  const own = join(packageDir, "bin", "sync.js");
  const started = basename(program);
  const onPath = [started, ...NAMES].find(
    (name) => NAMES.includes(name) && findOnPath(name, environment) === own,
  );
  if (onPath !== undefined) return onPath;
  const folders = listAncestors(cwd);
  const project = folders.find((dir) => existsSync(join(dir, "package.json")));
  if (project !== undefined && realPath(project) === packageDir) return "npx sync";
  const isInstalled = folders.some((dir) => realPath(join(dir, "node_modules", PACKAGE)) === packageDir);
  if (isInstalled || program.split(sep).includes("_npx")) return `npx ${PACKAGE}`;
  return `node ${quote(program === "" ? own : program)}`;
}

/** Options of this run that say which project is meant; a hint repeats them, or it would be about another project. */
interface Place {
  /** Of -C. */
  readonly cwd?: string | undefined;
  /** Of --config. */
  readonly config?: string | undefined;
}

/** Commands that no project changes anything for. */
const WITHOUT_PROJECT: readonly string[] = ["explain", "completion", "<command>"];

/**
 * Rewrites hints: where a text names a command as `sync COMMAND`, `sync` becomes the result of `name`, asked at most once
 * and only when it is needed, with the options of `place`.
 */
export function createHints(
  commands: readonly { readonly name: string }[],
  name: () => string,
  place: Place = {},
): (text: string) => string {
  const words = [...new Set(commands.map((command) => command.name.split(" ")[0]))].join("|");
  const mention = new RegExp(`(?<![\\w./-]|npx )sync(?= ((?:${words})(?![\\w/-]|\\.\\w)|<command>))`, "g");
  let known: string | undefined;
  return (text) =>
    text.replace(mention, (_sync, command: string) => {
      known ??= name();
      return [known, ...repeatPlace(place, command)].join(" ");
    });
}

/** `sync init` makes the configuration where it is started, whatever --config says. */
function repeatPlace({ cwd, config }: Place, command: string): readonly string[] {
  if (WITHOUT_PROJECT.includes(command)) return [];
  return [
    ...(cwd === undefined ? [] : ["-C", quote(cwd)]),
    ...(config === undefined || command === "init" ? [] : ["--config", quote(config)]),
  ];
}

/** The file behind the first program of this name on the PATH, but for the folders that npm adds while it runs. */
function findOnPath(name: string, { PATH = "" }: Environment): string | undefined {
  const folders = PATH.split(delimiter).filter(
    (dir) => dir !== "" && !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(dir),
  );
  for (const dir of folders) {
    const file = realPath(join(dir, name));
    if (file !== undefined) return file;
  }
  return undefined;
}

function listAncestors(dir: string): readonly string[] {
  const above = dirname(dir);
  return above === dir ? [dir] : [dir, ...listAncestors(above)];
}

function realPath(path: string): string | undefined {
  return attempt(
    () => realpathSync.native(path),
    () => undefined,
  );
}

function quote(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
