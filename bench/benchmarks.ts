import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "./measure.js";

/** What is measured on one estate, and what stands beside it. */
export interface Benchmark {
  readonly name: string;
  /** Which estates it runs on. */
  readonly on: "rows" | "pictures" | "outputs";
  readonly ours: (place: Place) => Command;
  readonly peer?: { readonly name: string; readonly command: (place: Place) => Command };
}

/** Where an estate and the project are. */
export interface Place {
  readonly estate: string;
  readonly project: string;
}

const VIPS = "/usr/bin/vipsthumbnail";

export const BENCHMARKS: readonly Benchmark[] = [
  {
    name: "validate",
    on: "rows",
    ours: (place) => sync(place, "validate"),
    peer: {
      name: "bare `yaml` parse of the same files",
      command: (place) => script(place, "parse-yaml", join(place.estate, "manifests")),
    },
  },
  {
    name: "first-plan",
    on: "rows",
    ours: (place) => ({ ...sync(place, "plan"), prepare: () => dropData(place) }),
  },
  {
    name: "first-apply",
    on: "rows",
    ours: (place) => ({
      ...sync(place, "apply", "--yes", "--no-thumbnails"),
      prepare: () => dropData(place),
    }),
    peer: {
      name: "prepared better-sqlite3 loop, the same rows, inserts only",
      command: (place) => ({
        ...script(place, "insert-rows", databaseOf(place), join(place.estate, "data/peer.db")),
        prepare: () => dropFiles(join(place.estate, "data/peer.db")),
        readSeconds: (stdout) => Number(stdout.split(" ")[0]),
      }),
    },
  },
  {
    name: "no-change-plan",
    on: "rows",
    ours: (place) => ({ ...sync(place, "plan"), prepare: () => ensureRows(place) }),
    peer: {
      name: "`git status` of the same tree",
      command: ({ estate }) => ({ program: "git", words: ["status", "--porcelain"], cwd: estate }),
    },
  },
  {
    name: "thumbnails",
    on: "pictures",
    ours: (place) => ({ ...sync(place, "thumbnails"), prepare: () => applyRowsAnew(place) }),
    peer: existsSync(VIPS)
      ? { name: "`vipsthumbnail` under `xargs -P2`", command: vipsThumbnails }
      : { name: "bare sharp loop, 6 in flight", command: resizeLoop },
  },
  {
    name: "collect",
    on: "outputs",
    ours: (place) => ({ ...sync(place, "collect", "outputs"), prepare: () => dropStaged(place) }),
    peer: { name: "`xargs -P2 sha256sum` of the same files, writes nothing", command: hashFiles },
  },
];

function sync({ estate, project }: Place, ...words: readonly string[]): Command {
  return { program: process.execPath, words: [join(project, "bin/sync.js"), ...words], cwd: estate };
}

function script({ estate, project }: Place, name: string, ...words: readonly string[]): Command {
  const file = join(project, `dist/bench/peers/${name}.js`);
  return { program: process.execPath, words: [file, ...words], cwd: estate };
}

function vipsThumbnails({ estate }: Place): Command {
  const pipe =
    "find data/legacy -name '*.png' -print0 | xargs -0 -P2 -n8 vipsthumbnail -s 300x300 -o \"$PWD/data/peer/%s.webp[Q=85]\"";
  return {
    program: "sh",
    words: ["-c", pipe],
    cwd: estate,
    prepare: () => emptyFolder(join(estate, "data/peer")),
  };
}

function resizeLoop(place: Place): Command {
  const target = join(place.estate, "data/peer");
  const command = script(place, "resize", join(place.estate, "data/legacy"), target);
  return { ...command, prepare: () => emptyFolder(target) };
}

function hashFiles({ estate }: Place): Command {
  const pipe = "find outputs -type f -print0 | xargs -0 -P2 -n64 sha256sum > /dev/null";
  return { program: "sh", words: ["-c", pipe], cwd: estate };
}

function dropStaged({ estate }: Place): void {
  for (const made of ["data", "manifests/legacy"])
    rmSync(join(estate, made), { recursive: true, force: true });
  // What is still to be written of the tree would be charged to the first that flushes a file.
  execFileSync("/bin/sync");
}

function ensureRows(place: Place): void {
  if (!existsSync(databaseOf(place))) applyRowsAnew(place);
}

function applyRowsAnew(place: Place): void {
  dropData(place);
  const { program, words, cwd } = sync(place, "apply", "--yes", "--no-thumbnails");
  execFileSync(program, words, { cwd, stdio: ["ignore", "ignore", "inherit"] });
}

function dropData(place: Place): void {
  dropFiles(databaseOf(place));
  rmSync(join(place.estate, "data/thumbnails"), { recursive: true, force: true });
}

function dropFiles(database: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(database + suffix, { force: true });
}

function emptyFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
}

function databaseOf({ estate }: Place): string {
  return join(estate, "data/albums.db");
}
