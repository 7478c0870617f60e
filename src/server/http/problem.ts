import { Superseded } from "../../engine/browse/plan-messages.js";
import { Failure, type FailureKind } from "../../engine/project/failure.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Reply } from "./route.js";

/** Ends a request with an error that the client can act on. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    /** Stable name in kebab case. */
    readonly code: string,
    /** One sentence: what is wrong and what to do. */
    readonly detail: string,
    readonly extra: {
      readonly diagnostics?: readonly Diagnostic[];
      readonly headers?: { readonly [name: string]: string };
      /** Further members of the problem document. */
      readonly members?: { readonly [name: string]: unknown };
    } = {},
  ) {
    super(detail);
  }
}

const TITLES: { readonly [status: number]: string } = {
  400: "Bad request",
  401: "Token required",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  412: "The file changed",
  413: "Body too large",
  415: "Unsupported media type",
  422: "Invalid",
  423: "Locked",
  428: "Precondition required",
  500: "Internal error",
  503: "Unavailable",
};

const STATUSES: { readonly [K in FailureKind]: number } = {
  failure: 503,
  invalid: 422,
  stale: 409,
  refused: 409,
  locked: 423,
  partial: 409,
  usage: 400,
  interrupted: 503,
  terminated: 503,
};

/** Problems of the database by code, where they are no plain failure. */
const DATABASE_STATUSES: { readonly [code: string]: number } = {
  "database-busy": 423,
  "lock-held": 423,
  "lock-lost": 423,
};

/** The problem that an error is to a client; undefined for a bug of this program. */
export function toProblem(error: unknown): HttpProblem | undefined {
  if (error instanceof HttpProblem) return error;
  if (error instanceof Failure) {
    const [first] = error.diagnostics;
    return new HttpProblem(STATUSES[error.kind], first?.code ?? "failure", error.message, {
      diagnostics: error.diagnostics,
    });
  }
  // Otherwise the plan is made again.
  if (error instanceof Superseded) return new HttpProblem(503, "closing", "The server is closing");
  if (!(error instanceof Error)) return undefined;
  const { message, code, help } = error as Error & { readonly code?: unknown; readonly help?: unknown };
  if (typeof code !== "string" || typeof help !== "string") return undefined;
  return new HttpProblem(DATABASE_STATUSES[code] ?? 503, code, `${message}. ${help}`, {
    diagnostics: [{ severity: "error", code, summary: message, help }],
  });
}

/** The error as whoever has no token may see it: one of the database names where that is, and who reads it. */
export function withoutAddress(error: unknown): unknown {
  const problem = error instanceof HttpProblem ? undefined : toProblem(error);
  if (problem?.code.startsWith("database-") !== true) return error;
  return new HttpProblem(problem.status, problem.code, "The database can't be used at the moment");
}

/** The problem as RFC 9457 writes it. */
export function problemReply({ status, code, detail, extra }: HttpProblem): Reply {
  return {
    status,
    headers: { ...extra.headers, "content-type": "application/problem+json" },
    body: {
      type: "about:blank",
      title: TITLES[status] ?? "Error",
      status,
      detail,
      code,
      ...(extra.diagnostics && { diagnostics: extra.diagnostics }),
      ...extra.members,
    },
  };
}

/** The problem as the backend's clients know errors. */
export function plainErrorReply({ status, detail, extra }: HttpProblem): Reply {
  return { status, headers: { ...extra.headers }, body: { error: detail } };
}
