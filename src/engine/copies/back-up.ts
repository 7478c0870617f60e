import { rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { fileOf, isServerUrl, redactUrl } from "../../db/connection/url.js";
import { makeFolder, moveFileIfFree } from "../../files/durable.js";
import { exists } from "../../files/exists.js";
import { flush } from "../../files/flush.js";
import { temporaryPath } from "../../files/new-file.js";
import { stampOf } from "../../model/time.js";
import { requireDatabase, withAnyDatabase } from "../project/database.js";
import type { Environment } from "../project/environment.js";
import { refusal } from "../project/failure.js";
import type { Project } from "../project/project.js";
import { dumpServer } from "./dump-server.js";

/** A backup that was made and read back. */
export interface Backup {
  readonly database: string;
  /** Absolute. */
  readonly file: string;
  readonly bytes: number;
  readonly format: "sqlite" | "pg_dump";
}

/**
 * Writes a backup of the database to a new file, which is whole and on the disk when it has its name. `file`: absolute;
 * without one it lies beside a database file, named by the time.
 */
export async function backUpDatabase(
  { settings, ports }: Project,
  file: string | undefined,
  environment: Environment,
): Promise<Backup> {
  const { database, projectDir } = settings;
  const isServer = isServerUrl(database);
  const stamp = stampOf(ports.now());
  const base = isServer ? `${projectDir}/${nameOf(database)}` : fileOf(database);
  const target = file ?? `${base}.backup-${stamp}${isServer ? ".dump" : ""}`;
  if (exists(target)) throw describeExisting(target);
  const part = temporaryPath(target);
  makeFolder(dirname(target));
  rmSync(part, { force: true });
  try {
    if (isServer) await dumpServer(database, part, target, environment);
    else await copyFile(database, part);
    const bytes = statSync(part).size;
    await flush(part);
    if (!moveFileIfFree(part, target)) throw describeExisting(target);
    return { database: redactUrl(database), file: target, bytes, format: isServer ? "pg_dump" : "sqlite" };
  } finally {
    rmSync(part, { force: true });
  }
}

/** A backup of whatever tables there are: one that can't be planned on may be what somebody wants to keep. */
function copyFile(database: string, part: string): Promise<void> {
  return withAnyDatabase({ database }, "read", async (handle) => {
    requireDatabase(handle, "Correct --db, SYNC_DB or the configuration.");
    const { backUpFile } = await import("../../db/dialects/sqlite/backup.js");
    backUpFile(fileOf(database), part, handle.url);
  });
}

function describeExisting(file: string): Error {
  return refusal(
    "backup-exists",
    `no backup was made: ${file} is there already`,
    "Name another file; a backup never takes the place of one.",
  );
}

function nameOf(database: string): string {
  const name = decodeURIComponent(new URL(database).pathname.slice(1));
  return name === "" ? "database" : name.replace(/[^\w.-]/g, "_");
}
