import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { admit, type Visitor } from "./http/guard.js";
import { handleRoute } from "./http/handle.js";
import { isBackendPath } from "./http/open-api.js";
import { HttpProblem, plainErrorReply, problemReply, toProblem } from "./http/problem.js";
import type { Reply } from "./http/route.js";
import { notAllowed, Router } from "./http/router.js";
import { send } from "./http/send.js";
import { readTarget, type Target } from "./http/target.js";
import type { Tokens } from "./http/tokens.js";
import { Validator } from "./http/validate.js";
import { findPage, pageReply } from "./pages/static-files.js";
import type { Site } from "./site/site.js";
import { ROUTES } from "./table.js";

interface ListenerOptions {
  readonly site: Site;
  readonly tokens: Tokens;
  /** Values of the Host header that are answered, in lower case. */
  readonly hosts: () => ReadonlySet<string>;
  /** Tells of an error that is a bug of this program. */
  readonly onBug: (error: unknown) => void;
}

/** Answers the requests of one server: guard, then route, then page. No error of a request ends the server. */
export function createListener(options: ListenerOptions): RequestListener {
  const router = new Router(ROUTES);
  const validator = new Validator();
  return (request, response) => {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    void answer(request, { ...options, router, validator, signal: gone.signal }).then(
      (reply) => send(response, reply, request.method === "HEAD"),
      (error: unknown) => sendError(request, response, error, options.onBug),
    );
  };
}

type Parts = ListenerOptions & {
  readonly router: Router;
  readonly validator: Validator;
  readonly signal: AbortSignal;
};

async function answer(request: IncomingMessage, parts: Parts): Promise<Reply> {
  const { hosts, tokens, router, validator, site, signal } = parts;
  const isApi = isApiPath(request.url ?? "");
  const visitor = admit(request.headers, !isApi, { hosts: hosts(), tokens });
  const target = readTarget(request.url ?? "");
  const match = router.find(request.method ?? "", target);
  if (match !== undefined) return handleRoute(request, match, { visitor, target, validator, site, signal });
  if (isApi) throw notFound();
  if (request.method !== "GET" && request.method !== "HEAD") throw notAllowed(["GET"]);
  const page = openPage(request, target, visitor, tokens);
  if (page === undefined) throw notFound();
  return page;
}

function openPage(
  { headers, socket }: IncomingMessage,
  { path, query }: Target,
  visitor: Visitor,
  tokens: Tokens,
): Reply | undefined {
  const code = query.get("token");
  if (path !== "/" || code === null) return findPage(path, headers["if-none-match"]);
  const isSecure = headers.origin?.startsWith("https:") === true || headers["x-forwarded-proto"] === "https";
  if (tokens.redeem(code))
    return {
      status: 303,
      headers: { location: "/", "set-cookie": tokens.setCookie(socket.localPort ?? 0, isSecure) },
    };
  if (visitor.isTrusted) return { status: 303, headers: { location: "/" } };
  return pageReply(403, SPENT);
}

const SPENT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>sync serve</title>
<h1>This link does not open the server</h1>
<p>A link of <code>sync serve</code> opens it once. Stop the server and start it again for a new link.</p>
</html>
`;

function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  onBug: (error: unknown) => void,
): void {
  if (response.headersSent || response.destroyed) return;
  const known = toProblem(error);
  if (known === undefined) onBug(error);
  const problem = known ?? new HttpProblem(500, "internal", "This is a bug of album-sync; please report it");
  const isBackend = isBackendPath(request.url ?? "");
  send(response, isBackend ? plainErrorReply(problem) : problemReply(problem), request.method === "HEAD");
}

function isApiPath(url: string): boolean {
  return /^\/api(?:[/?]|$)/.test(url) || /^\/openapi\.json(?:\?|$)/.test(url);
}

function notFound(): HttpProblem {
  return new HttpProblem(404, "not-found", "There is nothing at this path");
}
