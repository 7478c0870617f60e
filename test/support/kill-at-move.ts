// Loaded with `node --import` before the program: counts the points at which it changes names of files and folders or
// closes what it wrote, and kills the process at the one that KILL_AT names.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const killAt = Number(process.env.KILL_AT ?? 0);
const countFile = process.env.WRITE_COUNT_FILE;
const { mkdirSync, linkSync, unlinkSync, renameSync, fsyncSync, writeFileSync } = fs;
let points = 0;

function before<A extends readonly unknown[], R>(call: (...values: A) => R): (...values: A) => R {
  return (...values) => {
    reach();
    return call(...values);
  };
}

function reach(): void {
  if (++points === killAt) process.kill(process.pid, "SIGKILL");
}

fs.mkdirSync = before(mkdirSync) as typeof mkdirSync;
fs.linkSync = before(linkSync);
fs.unlinkSync = before(unlinkSync);
fs.renameSync = before(renameSync);
fs.fsyncSync = before(fsyncSync);
syncBuiltinESMExports();

process.on("exit", () => {
  if (countFile !== undefined) writeFileSync(countFile, String(points));
});
