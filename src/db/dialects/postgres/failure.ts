import { DatabaseProblem } from "../../connection/problem.js";
import { redactUrl } from "../../connection/url.js";
import type { Failure } from "./protocol.js";

/** What the server refused and nobody but the programmer can put right. */
class ServerError extends Error {
  override readonly name: string = "ServerError";

  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

const AGAIN =
  "The transaction under way was rolled back. When the server answers again, run the command again.";

/** Which problem the beginning of an SQLSTATE, or the code of an error of the system, stands for. */
const PROBLEMS: readonly (readonly [
  codes: RegExp,
  code: DatabaseProblem["code"],
  what: string,
  help: string,
])[] = [
  [
    /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT|57P03|53300)$/,
    "database-unreachable",
    "can't be reached",
    "Check host, port and name in the URL, and that the server runs and takes connections from here.",
  ],
  [/^(?:ECONNRESET|EPIPE|ETIMEDOUT|57P0[125]|08...)$/, "database-unreachable", "was lost", AGAIN],
  [
    /^(?:28...|SELF_SIGNED_CERT\w*|DEPTH_ZERO\w+|UNABLE_TO_\w+|CERT_\w+|ERR_TLS\w+)$/,
    "database-unreachable",
    "refuses the connection",
    "Check user, password (PGPASSWORD, or a line in ~/.pgpass) and sslmode; pg_hba.conf of the server lists who may connect.",
  ],
  [
    /^3D000$/,
    "database-missing",
    "does not exist",
    "Create the database (createdb makes an empty one), or correct the name in the URL. sync apply makes the tables.",
  ],
  [
    /^(?:55P03|40P01|40001)$/,
    "database-busy",
    "is being written by another program",
    "Wait until that program is done, then run the command again.",
  ],
  [
    /^53[012]..$/,
    "database-full",
    "has no room left on its server",
    "The transaction was rolled back. Free space there, then run the command again.",
  ],
  [
    /^(?:25006|42501)$/,
    "database-read-only",
    "can't be written by this user",
    "Nothing was written. Let the user own the tables of the database, or name a user who does.",
  ],
  [/^XX00[12]$/, "database-corrupt", "is damaged", "Restore a backup."],
  [
    /^22(?:001|003|021|P05)$/,
    "database-value",
    "has no room for a value",
    "Nothing was written. Shorten the value, or correct it: the columns of the backend have limits on PostgreSQL.",
  ],
];

/** The problem behind a failure, or an error for one that nobody expects. */
export function explainFailure({ message, code, detail }: Failure, url: string): Error {
  const state = code === "" ? codeFor(message) : code;
  const cause = new ServerError(detail === "" ? message : `${message} (${detail})`, code);
  const [, problem, what, help] = PROBLEMS.find(([codes]) => codes.test(state)) ?? [];
  if (problem === undefined) return cause;
  return new DatabaseProblem(problem, `${redactUrl(url)} ${what}: ${redactUrl(message)}`, help as string, {
    cause,
  });
}

/** The driver's own errors have no code. */
function codeFor(message: string): string {
  if (/^timeout expired/.test(message)) return "EHOSTUNREACH";
  if (/^Query read timeout/.test(message)) return "ETIMEDOUT";
  return /^Connection terminated|^Client has encountered/.test(message) ? "08006" : "";
}
