import type { DatabaseHandle } from "../../connection/connect.js";
import type { OpenOptions } from "../../connection/open-options.js";
import { DatabaseProblem } from "../../connection/problem.js";
import { redactUrl } from "../../connection/url.js";

export async function openServer(url: string, _options: OpenOptions): Promise<DatabaseHandle> {
  throw new DatabaseProblem(
    "database-unsupported",
    `PostgreSQL is not supported yet: ${redactUrl(url)}`,
    "Name an SQLite file, e.g. sqlite:data/albums.db.",
  );
}
