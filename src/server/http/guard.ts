import type { IncomingHttpHeaders } from "node:http";
import { HttpProblem } from "./problem.js";
import type { Tokens } from "./tokens.js";

/** Who may reach the server under which names. */
interface GuardOptions {
  /** Values of the Host header, in lower case: `127.0.0.1:4420`. */
  readonly hosts: ReadonlySet<string>;
  readonly tokens: Tokens;
}

/** What the guard found out about a request that it let pass. */
export interface Visitor {
  /** True with the token, as cookie or Bearer. */
  readonly isTrusted: boolean;
  /** True when a script sent the token itself: no page of another site can make a browser do that. */
  readonly isBearer: boolean;
}

/**
 * Refuses a request before anything of it is looked up: one to a name that is not ours (DNS rebinding), from a page of
 * another origin, or with a wrong Bearer token. `isPage`: a page itself, which a link elsewhere may open.
 */
export function admit(headers: IncomingHttpHeaders, isPage: boolean, options: GuardOptions): Visitor {
  const host = (headers.host ?? "").toLowerCase();
  if (!options.hosts.has(host))
    throw forbidden(
      "host-refused",
      "This server does not answer under that name; allow it with --allowed-host",
    );
  checkOrigin(headers.origin, host);
  checkSite(headers, isPage);
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? "")?.[1];
  if (bearer !== undefined && !options.tokens.isToken(bearer))
    throw new HttpProblem(401, "token-wrong", "The Bearer token is not the one of this server", {
      headers: { "www-authenticate": "Bearer" },
    });
  return {
    isTrusted: bearer !== undefined || options.tokens.hasCookie(headers.cookie),
    isBearer: bearer !== undefined,
  };
}

/** Refuses what may not reach a route that writes. */
export function admitWrite(headers: IncomingHttpHeaders, visitor: Visitor, isWritable: boolean): void {
  if (!isWritable) throw forbidden("read-only", "This server only reads; start it with write access");
  requireToken(visitor);
  if (headers.origin === undefined && !visitor.isBearer)
    throw forbidden(
      "origin-missing",
      "A write needs the Origin of this server's own pages, or a Bearer token",
    );
  const type = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new HttpProblem(415, "json-only", "Send Content-Type: application/json");
}

/** Refuses who has no token. */
export function requireToken({ isTrusted }: Visitor): void {
  if (isTrusted) return;
  throw new HttpProblem(401, "token-required", "Open the link that sync serve printed, or send its token", {
    headers: { "www-authenticate": "Bearer" },
  });
}

/** `null`, which sandboxed frames and files send, is another origin. */
function checkOrigin(origin: string | undefined, host: string): void {
  if (origin === undefined || origin === `http://${host}` || origin === `https://${host}`) return;
  throw forbidden("origin-refused", "The request comes from a page of another origin");
}

function checkSite(headers: IncomingHttpHeaders, isPage: boolean): void {
  const site = headers["sec-fetch-site"];
  if (site === undefined || site === "same-origin" || site === "none") return;
  if (isPage && headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document") return;
  throw forbidden("site-refused", "The request comes from a page of another site");
}

function forbidden(code: string, detail: string): HttpProblem {
  return new HttpProblem(403, code, detail);
}
