// Loaded with `node --import` before the program: counts the points at which collecting writes, and kills the process at
// the one that KILL_AT names, half a file written where there is something to halve.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const killAt = Number(process.env.KILL_AT ?? 0);
const countFile = process.env.WRITE_COUNT_FILE;
let points = 0;

function reach(): void {
  if (++points === killAt) process.kill(process.pid, "SIGKILL");
}

const { closeSync, mkdirSync, renameSync, rmSync, writeSync, writeFileSync } = fs;
fs.mkdirSync = ((path: fs.PathLike, options: fs.MakeDirectoryOptions) => {
  reach();
  return mkdirSync(path, options);
}) as typeof mkdirSync;
fs.renameSync = (from, to) => {
  reach();
  renameSync(from, to);
  reach();
};
fs.rmSync = (path, options) => {
  reach();
  rmSync(path, options);
};
fs.closeSync = (handle) => {
  reach();
  closeSync(handle);
};
fs.writeSync = ((handle: number, bytes: Buffer, at: number) => {
  const half = Math.ceil((bytes.length - at) / 2);
  const written = writeSync(handle, bytes, at, half);
  reach();
  return written;
}) as typeof writeSync;
fs.writeFileSync = ((file: number, text: string) => {
  writeFileSync(file, text.slice(0, text.length / 2));
  reach();
  writeFileSync(file, text.slice(text.length / 2));
}) as typeof writeFileSync;
syncBuiltinESMExports();

process.on("exit", () => {
  if (countFile !== undefined) writeFileSync(countFile, String(points));
});
