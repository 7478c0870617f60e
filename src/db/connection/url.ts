import { DatabaseProblem } from "./problem.js";

const SECRET = /^([a-z][a-z0-9+.-]*:\/\/[^/?#@]*?:)[^/?#]*@/i;
const SECRET_PARAMETER = /([?&][^=&#]*pass[^=&#]*=)[^&#]*/gi;

/** The URL as it may be printed: passwords become `***`. */
export function redactUrl(url: string): string {
  return url.replace(SECRET, "$1***@").replace(SECRET_PARAMETER, "$1***");
}

/** True for the URL of a database on a PostgreSQL server. */
export function isServerUrl(url: string): boolean {
  return /^postgres(ql)?:/.test(url);
}

/** The file behind `sqlite:<path>`. Throws {@link DatabaseProblem} for every other URL. */
export function fileOf(url: string): string {
  const file = url.startsWith("sqlite:") ? url.slice("sqlite:".length) : "";
  if (file !== "") return file;
  throw new DatabaseProblem(
    "database-url",
    `${redactUrl(url)} is not a database URL`,
    "Name an SQLite file, e.g. sqlite:data/albums.db, or a PostgreSQL database, e.g. postgres://user@host/name.",
  );
}
