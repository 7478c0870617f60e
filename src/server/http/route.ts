import type { Readable } from "node:stream";
import type { ParameterSchema, Schema } from "../schema/schema.js";
import type { Site } from "../site/site.js";

export type Method = "GET" | "POST" | "PUT";

/** Values of a path or query that fit their schema: numbers and booleans are no longer texts. */
export type Parameters = { readonly [name: string]: string | number | boolean | undefined };

/** A request that passed the guard and fits the schemas of its route. */
export interface RouteRequest {
  readonly params: Parameters;
  readonly query: Parameters;
  /** The parsed JSON of a write route; else undefined. */
  readonly body: unknown;
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  /** True with the token. Without it only public rows are shown. */
  readonly isTrusted: boolean;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
}

/** An answer. `body`: an object is sent as JSON, a text or bytes as they are with the content type in `headers`. */
export interface Reply {
  readonly status: number;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: object | string | Uint8Array | Readable;
}

/** One kind of answer of a route. `schema`: of the JSON; left out for other content. */
interface ReplySpec {
  readonly description: string;
  readonly schema?: Schema;
  readonly mediaType?: string;
}

/**
 * One operation of the API as data: what routes, validates, documents and tests it. `{name}` in a path is one segment,
 * percent-decoded: a slug with slashes comes as `decks%2Fcard-deck`.
 */
export interface Route {
  /** The operation id. */
  readonly name: string;
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  /** `write` needs the token, a server that may write, an own Origin (or Bearer) and a JSON body. */
  readonly access: "read" | "write";
  /** Of a `read` route: also answered without the token, then with public rows only. */
  readonly isOpen?: boolean;
  readonly params?: ParameterSchema;
  readonly query?: ParameterSchema;
  readonly body?: Schema;
  readonly replies: { readonly [status: number]: ReplySpec };
  readonly handle: (request: RouteRequest, site: Site) => Promise<Reply> | Reply;
}
