// Loaded with `node --import` before the program: stops its clock, names and counts the points at which it writes, and
// lets a fault happen at the one that FAULT_AT names, or copies the project at each of them into a folder in COPIES. The
// program itself knows nothing of this.
import fs from "node:fs";
import fsPromises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import Database from "better-sqlite3";

const { FAULT, FAULT_AT, FAULT_FILE = "", COPIES, WRITE_POINTS_FILE, STOPPED_CLOCK = "" } = process.env;
const stopped = Date.parse(STOPPED_CLOCK);
const { openSync, writeSync, closeSync, writeFileSync, mkdirSync, renameSync, readdirSync } = fs;
const copyFile = fs.copyFileSync;
const { exec, prepare, close } = Database.prototype;
const points: string[] = [];
let locking = false;
/** Kept from the garbage collector, which would give the lock back. */
const holders: Database.Database[] = [];

/** What happens at the point, by the word in FAULT. */
const FAULTS: { readonly [word: string]: () => void } = {
  kill: () => process.kill(process.pid, "SIGKILL"),
  terminate: () => process.kill(process.pid, "SIGTERM"),
  fill: fillDisk,
  hide: () => renameSync(FAULT_FILE, `${FAULT_FILE}.hidden`),
  lock: () => {
    locking = true;
  },
};

/** The program is about to write, or has just written, what the name says. */
function reach(name: string): void {
  points.push(name);
  if (COPIES !== undefined) copyFolder(process.cwd(), join(COPIES, String(points.length)));
  if (FAULT !== undefined && points.length === Number(FAULT_AT)) FAULTS[FAULT]?.();
  if (locking) locking = !takeLock();
}

/** What a kill at this point would leave behind. */
function copyFolder(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const copy = entry.isDirectory() ? copyFolder : copyFile;
    copy(join(from, entry.name), join(to, entry.name));
  }
}

/** Leaves no room on the disk of FAULT_FILE. */
function fillDisk(): void {
  const file = openSync(FAULT_FILE, "w");
  for (let size = 1 << 20; size > 0; ) {
    try {
      writeSync(file, Buffer.alloc(size));
    } catch {
      size >>= 1;
    }
  }
  closeSync(file);
}

/** Another connection holds the database from here on, as a program that hangs would; false while ours holds it. */
function takeLock(): boolean {
  if (!fs.existsSync(FAULT_FILE)) return false;
  const other = new Database(FAULT_FILE, { timeout: 0 });
  try {
    exec.call(other, "BEGIN IMMEDIATE");
    holders.push(other);
    return true;
  } catch {
    close.call(other);
    return false;
  }
}

const Running = Date;
globalThis.Date = class extends Running {
  constructor(...values: [] | [string | number | Date]) {
    if (values.length === 0) super(stopped);
    else super(values[0]);
  }
  static override now = (): number => stopped;
} as DateConstructor;

const METHODS = ["run", "get", "all", "iterate"] as const;

/** `insert images`, `commit`; undefined for what writes nothing. */
function nameStatement(sql: string, readonly: boolean): string | undefined {
  if (/^\s*commit/i.test(sql)) return "commit";
  if (readonly) return undefined;
  const words =
    /^\s*(\w+)\s+(?:or\s+\w+\s+)?(?:into|from|table|index|trigger|unique index|temp table)?\s*(?:if not exists\s+)?[`"]?(\w+)/i;
  const [, verb = sql, object = ""] = words.exec(sql) ?? [];
  return `${verb} ${object}`.toLowerCase();
}

Database.prototype.prepare = function (this: Database.Database, sql: string) {
  const statement = prepare.call(this, sql);
  // One that only reads writes copies.
  const writes = !this.readonly || /^\s*vacuum into\b/i.test(sql);
  const name = writes ? nameStatement(sql, statement.readonly && !this.readonly) : undefined;
  if (name === undefined) return statement;
  for (const method of METHODS) {
    const execute = statement[method].bind(statement) as (...values: unknown[]) => unknown;
    const wrapped = (...values: unknown[]) => {
      reach(name);
      const result = execute(...values);
      if (name === "commit") reach("committed");
      return result;
    };
    Object.defineProperty(statement, method, { value: wrapped });
  }
  return statement;
} as typeof prepare;

Database.prototype.exec = function (this: Database.Database, sql: string) {
  if (/journal_mode/i.test(sql)) reach("switch journal");
  else if (!this.readonly && !/^\s*pragma/i.test(sql)) reach(nameStatement(sql, false) ?? sql);
  // Nobody wants to wait for a lock that nobody will give back.
  return exec.call(this, FAULT === "lock" ? sql.replace(/busy_timeout = \d+/, "busy_timeout = 20") : sql);
} as typeof exec;

Database.prototype.close = function (this: Database.Database) {
  if (!this.readonly) reach("close database");
  return close.call(this);
} as typeof close;

const { rm } = fsPromises;
const { copyFileSync, rmSync, rmdirSync, unlinkSync, fsync } = fs;
/** Descriptors of files that are being made. */
const made = new Set<number>();
fs.openSync = (path, flags, mode) => {
  if (flags === "wx") reach("create file");
  const descriptor = openSync(path, flags, mode);
  made.delete(descriptor);
  if (flags === "wx") made.add(descriptor);
  return descriptor;
};
fs.writeFileSync = ((descriptor: number, bytes: string | Uint8Array) => {
  if (!made.has(descriptor)) refuse("writeFileSync")();
  const whole = Buffer.from(bytes);
  writeFileSync(descriptor, whole.subarray(0, whole.length / 2));
  reach("half a file");
  writeFileSync(descriptor, whole.subarray(whole.length / 2));
}) as typeof writeFileSync;
fs.fsync = ((descriptor: number, done: fs.NoParamCallback) => {
  reach(made.has(descriptor) ? "flush file" : "flush folder");
  fsync(descriptor, done);
}) as typeof fsync;
fs.renameSync = (from, to) => {
  reach("rename file");
  renameSync(from, to);
  reach("file renamed");
};
fsPromises.rm = async (path, options) => {
  reach("remove file");
  await rm(path, options);
};
fs.copyFileSync = (from, to, mode) => {
  reach("copy file");
  copyFileSync(from, to, mode);
};
let removing = false;
fs.rmSync = (path, options) => {
  reach("remove file");
  removing = true;
  try {
    rmSync(path, options);
  } finally {
    removing = false;
  }
};
fs.mkdirSync = ((path: fs.PathLike, options: fs.MakeDirectoryOptions) => {
  reach("make folder");
  return mkdirSync(path, options);
}) as typeof mkdirSync;

/** Ways to write that the program does not use where this is loaded; one that it begins to use must become a point. */
const UNKNOWN = {
  promises: [
    "open",
    "rename",
    "mkdir",
    "writeFile",
    "appendFile",
    "unlink",
    "copyFile",
    "cp",
    "link",
    "symlink",
    "truncate",
    "rmdir",
    "chmod",
    "utimes",
  ],
  sync: ["appendFileSync", "unlinkSync", "cpSync"],
  more: [
    "linkSync",
    "symlinkSync",
    "truncateSync",
    "ftruncateSync",
    "rmdirSync",
    "createWriteStream",
    "fsyncSync",
  ],
} as const;
// Older versions of Node make rmSync of these.
const parts = { unlinkSync, rmdirSync } as const;
for (const name of UNKNOWN.promises) Object.assign(fsPromises, { [name]: refuse(name) });
for (const name of [...UNKNOWN.sync, ...UNKNOWN.more]) Object.assign(fs, { [name]: refuse(name) });
for (const [name, remove] of Object.entries(parts))
  Object.assign(fs, { [name]: (path: fs.PathLike) => (removing ? remove(path) : refuse(name)()) });
syncBuiltinESMExports();

function refuse(name: string): () => never {
  return () => {
    throw new Error(`The test does not know that the program writes with ${name}.`);
  };
}

process.on("exit", () => {
  if (WRITE_POINTS_FILE !== undefined) writeFileSync(WRITE_POINTS_FILE, JSON.stringify(points));
});
