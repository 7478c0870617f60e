import type { DatabaseProblem } from "../db/connection/problem.js";
import type { SchemaReport } from "../db/schema/schema.js";
import { inspectState } from "../db/schema/state.js";
import type { DatabaseState } from "../model/observed.js";
import { reportPrivateCopy, withAnyDatabase } from "./project/database.js";
import type { Project } from "./project/project.js";

/** Which schema a database has. */
export interface DatabaseReport {
  readonly url: string;
  readonly state: DatabaseState;
  /** What is wrong with tables that this program can't use; null when it can. */
  readonly unusable: (SchemaReport & { readonly problem: DatabaseProblem }) | null;
  /** The identity that the configuration names. */
  readonly expectedId: string | null;
}

/** Which schema the database has, also when this program can't use it. */
export function inspectDatabase({ settings, ports }: Project): Promise<DatabaseReport> {
  return withAnyDatabase(settings, "read", async (handle) => {
    reportPrivateCopy(handle, ports);
    const { state, schema } = await inspectState(handle);
    const unusable =
      schema !== null && schema.problem !== null ? { ...schema, problem: schema.problem } : null;
    return { url: handle.url, state, unusable, expectedId: settings.databaseId };
  });
}
