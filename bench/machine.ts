import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, release, type as systemName, totalmem } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { probeDriver } from "../src/db/dialects/sqlite/native.js";
import { ask, findChromium, findPillow } from "./peer-programs.js";
import type { Machine } from "./results.js";

/** Tells what this machine is, and what lies on it, as far as results depend on it. `folder`: where estates are made. */
export function describeMachine(project: string, folder: string): Machine {
  const lock = JSON.parse(readFileSync(join(project, "package-lock.json"), "utf8")) as {
    readonly packages: { readonly [path: string]: { readonly version: string } };
  };
  const locked = (name: string) => `${name} ${lock.packages[`node_modules/${name}`]?.version}`;
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    filesystem: ask("df", "--output=fstype", folder).split("\n").at(-1)?.trim() ?? "unknown",
    system: `${systemName()} ${release()}`,
    versions: [
      `node ${process.version}`,
      `SQLite ${probeDriver()}`,
      `libvips ${sharp.versions.vips}`,
      ...["better-sqlite3", "knex", "sharp", "yaml"].map(locked),
      ...listPeers(),
    ],
  };
}

/** The commit of a project; with a + when files of it were changed. */
export function describeRevision(project: string): string {
  const git = (...words: readonly string[]) =>
    execFileSync("git", words, { cwd: project, encoding: "utf8" }).trim();
  const changed = git("status", "--porcelain", "--", "src", "bin", "package-lock.json") !== "";
  return `${git("rev-parse", "--short", "HEAD")}${changed ? "+" : ""}`;
}

function listPeers(): readonly string[] {
  const peers = [
    ask("git", "--version").replace("git version", "git"),
    ask("terraform", "version").split("\n")[0]?.replace("Terraform v", "terraform "),
    ask("vipsthumbnail", "--vips-version").replace("libvips", "vipsthumbnail"),
    ask(findPillow() ?? "python3", "-c", "import PIL; print('Pillow', PIL.__version__)"),
    /^\S+ [\d.]+/.exec(ask(findChromium() ?? "chromium", "--version"))?.[0],
    /coreutils\) ([\d.]+)/.exec(ask("sha256sum", "--version"))?.[0].replace(")", ""),
  ];
  return peers.filter((peer) => peer !== undefined && peer !== "") as readonly string[];
}
