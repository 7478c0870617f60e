import type { FileOnDisk } from "./edit-types.js";
import type { Diagnostic } from "./types.js";

/** What the server answers instead of a result (RFC 9457). `status` is 0 when it can't be reached. */
export class Problem extends Error {
  readonly status: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly current: readonly FileOnDisk[];

  constructor(status: number, body: ProblemBody) {
    super(body.detail === undefined ? (body.title ?? "The server failed") : `${body.title}: ${body.detail}`);
    this.status = status;
    this.diagnostics = body.diagnostics ?? [];
    this.current = body.current ?? [];
  }
}

interface ProblemBody {
  readonly title?: string;
  readonly detail?: string;
  readonly diagnostics?: readonly Diagnostic[];
  readonly current?: readonly FileOnDisk[];
}

/** Query parameters; those without a value are left out. */
export type Query = { readonly [name: string]: string | number | boolean | null | undefined };

/** GET of `path` below /api/v1. Throws a Problem. */
export function get<Result>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Result> {
  const text = queryText(query);
  return send<Result>(`${path}${text === "" ? "" : `?${text}`}`, signal === undefined ? {} : { signal });
}

/** POST of JSON to `path` below /api/v1. Throws a Problem. */
export function post<Result>(path: string, body: unknown, signal?: AbortSignal): Promise<Result> {
  return send<Result>(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** A slug as one segment of a path. */
export function segment(slug: string): string {
  return encodeURIComponent(slug);
}

export function queryText(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") params.set(name, String(value));
  }
  return params.toString();
}

async function send<Result>(path: string, init: RequestInit): Promise<Result> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, { credentials: "same-origin", ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, { title: "The server can't be reached", detail: "is sync serve still running?" });
  }
  if (response.ok) return (await response.json()) as Result;
  const body = (await response.json().catch(() => ({}))) as ProblemBody;
  throw new Problem(response.status, body);
}
