import { randomUUID } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import type { DatabaseHandle } from "../../db/connection/connect.js";
import { fileOf, isServerUrl, redactUrl } from "../../db/connection/url.js";
import type { CopyReport } from "../../db/copy/copy.js";
import type { UnfitValue } from "../../db/copy/copy-table.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import { count } from "../../model/words.js";
import { requireDatabase, withAnyDatabase } from "../project/database.js";
import { Failure } from "../project/failure.js";
import type { Ports } from "../project/ports.js";

interface CopyRequest {
  /** Addresses of databases; those of files are absolute. */
  readonly from: string;
  readonly to: string;
  /** True for a database that goes on beside the original, and gets an identity of its own. */
  readonly hasNewId: boolean;
  /** Tables of other programs to leave out. */
  readonly without: readonly string[];
}

/** A copy, with the addresses of both, fit to be printed. */
export interface DatabaseCopy extends CopyReport {
  readonly from: string;
  readonly to: string;
}

/** Copies all rows of a database into one that is absent or empty. Throws a failure with what is in the way. */
export async function copyDatabase(request: CopyRequest, ports: Ports): Promise<DatabaseCopy> {
  const { from, to } = request;
  return withAnyDatabase({ database: from }, "read", async (source) => {
    requireDatabase(source, "Correct the first address.");
    // Opening it to write would change a file that is not in WAL mode.
    await withAnyDatabase({ database: to }, "read", checkTarget);
    const isMade = !isServerUrl(to) && !existsSync(fileOf(to));
    try {
      return await withAnyDatabase({ database: to }, "create", (target) =>
        copyInto(source, target, request, ports),
      );
    } catch (error) {
      if (isMade) for (const side of ["", "-wal", "-shm"]) rmSync(`${fileOf(to)}${side}`, { force: true });
      throw error;
    }
  });
}

async function checkTarget(target: DatabaseHandle): Promise<void> {
  if (target.isAbsent) return;
  const [{ checkEmpty }, { readTransaction }] = await Promise.all([
    import("../../db/copy/copy.js"),
    import("../../db/connection/connect.js"),
  ]);
  await readTransaction(target, async (session) => checkEmpty(session, target.url));
}

async function copyInto(
  source: DatabaseHandle,
  target: DatabaseHandle,
  { hasNewId, without }: CopyRequest,
  { now, progress }: Ports,
): Promise<DatabaseCopy> {
  const { copyRows, UnfitValues } = await import("../../db/copy/copy.js");
  try {
    const report = await copyRows(source, target, {
      clock: now,
      id: hasNewId ? randomUUID() : null,
      without: new Set(without),
      progress: (done, total) => progress({ phase: "Copying rows", done, total }),
    });
    return { from: source.url, to: target.url, ...report };
  } catch (error) {
    if (error instanceof UnfitValues) throw new Failure("failure", describeUnfit(error, target.url));
    throw error;
  }
}

function describeUnfit(
  { values, count: all }: { readonly values: readonly UnfitValue[]; readonly count: number },
  url: string,
): readonly Diagnostic[] {
  const help =
    "Nothing was written. Correct the value in the original, e.g. with sync apply or in the backend, then copy again.";
  const more = all - values.length;
  return [
    ...values.map(
      ({ table, row, column, reason }): Diagnostic => ({
        severity: "error",
        code: "copy-value",
        summary: `${redactUrl(url)} has no room for ${table} ${row}: ${column} ${reason}`,
        help,
      }),
    ),
    ...(more === 0
      ? []
      : [
          {
            severity: "error" as const,
            code: "copy-value",
            summary: `${count(more, "more value")} have no room`,
            help,
          },
        ]),
  ];
}
