import { DatabaseProblem } from "./problem.js";

const SECRET = /^([a-z][a-z0-9+.-]*:\/\/[^/?#@]*?:)[^/?#]*@/i;
const SECRET_PARAMETER = /([?&][^=&#]*pass[^=&#]*=)[^&#]*/gi;

/** The URL as it may be printed: passwords become `***`. */
export function redactUrl(url: string): string {
  return url.replace(SECRET, "$1***@").replace(SECRET_PARAMETER, "$1***");
}

/** The file behind `sqlite:<path>`. Throws {@link DatabaseProblem} for every other URL. */
export function fileOf(url: string): string {
  const file = url.startsWith("sqlite:") ? url.slice("sqlite:".length) : "";
  if (file !== "") return file;
  if (/^postgres(ql)?:/.test(url))
    throw new DatabaseProblem(
      "database-unsupported",
      `PostgreSQL is not supported yet: ${redactUrl(url)}`,
      "Name an SQLite file, e.g. sqlite:data/albums.db.",
    );
  throw new DatabaseProblem(
    "database-url",
    `${redactUrl(url)} is not a database URL`,
    "Name an SQLite file, e.g. sqlite:data/albums.db.",
  );
}
