// Loaded with `node --import` before the program: stops its clock, counts the points at which it writes, and kills the
// process at the one that KILL_AT names. The program itself knows nothing of this.
import fs from "node:fs";
import fsPromises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import Database from "better-sqlite3";

const killAt = Number(process.env.KILL_AT ?? 0);
const countFile = process.env.WRITE_COUNT_FILE;
const stopped = Date.parse(process.env.STOPPED_CLOCK ?? "");
let points = 0;

function reach(): void {
  if (++points === killAt) process.kill(process.pid, "SIGKILL");
}

const Running = Date;
globalThis.Date = class extends Running {
  constructor(...values: [] | [string | number | Date]) {
    if (values.length === 0) super(stopped);
    else super(values[0]);
  }
  static override now = (): number => stopped;
} as DateConstructor;

const WRITES = /^\s*(insert|update|delete|create|alter|drop|vacuum|commit)/i;
const METHODS = ["run", "get", "all"] as const;
const { prepare } = Database.prototype;
Database.prototype.prepare = function (this: Database.Database, sql: string) {
  const statement = prepare.call(this, sql);
  if (!WRITES.test(sql)) return statement;
  for (const method of METHODS) {
    const execute = statement[method].bind(statement) as (...values: unknown[]) => unknown;
    const wrapped = (...values: unknown[]) => {
      reach();
      const result = execute(...values);
      if (/^\s*commit/i.test(sql)) reach();
      return result;
    };
    Object.defineProperty(statement, method, { value: wrapped });
  }
  return statement;
} as typeof prepare;

const { open, rename, rm, mkdir } = fsPromises;
fsPromises.open = async (path, flags, mode) => {
  if (flags !== "wx") return open(path, flags, mode);
  reach();
  const handle = await open(path, flags, mode);
  const writeFile = handle.writeFile.bind(handle);
  handle.writeFile = async (bytes) => {
    const whole = bytes as Uint8Array;
    await writeFile(whole.subarray(0, whole.length / 2));
    reach();
    await writeFile(whole.subarray(whole.length / 2));
  };
  return handle;
};
fsPromises.rename = async (from, to) => {
  reach();
  await rename(from, to);
  reach();
};
fsPromises.rm = async (path, options) => {
  reach();
  await rm(path, options);
};
fsPromises.mkdir = (async (path: fs.PathLike, options: fs.MakeDirectoryOptions) => {
  reach();
  return mkdir(path, options);
}) as typeof mkdir;
syncBuiltinESMExports();

process.on("exit", () => {
  if (countFile !== undefined) fs.writeFileSync(countFile, String(points));
});
