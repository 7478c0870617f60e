import type { IncomingMessage } from "node:http";
import type { Site } from "../site/site.js";
import { admitWrite, requireToken, type Visitor } from "./guard.js";
import { HttpProblem, withoutAddress } from "./problem.js";
import type { Reply } from "./route.js";
import type { Match } from "./router.js";
import type { Target } from "./target.js";
import type { Validator } from "./validate.js";

/** A manifest with its table is far smaller. */
export const MOST_BODY_BYTES = 16 * 1024 * 1024;

interface Handling {
  readonly visitor: Visitor;
  readonly target: Target;
  readonly validator: Validator;
  readonly site: Site;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
}

/** Answers a request with its route: access first, then the schemas, then the handler. */
export async function handleRoute(
  request: IncomingMessage,
  { route, params }: Match,
  { visitor, target, validator, site, signal }: Handling,
): Promise<Reply> {
  if (route.access === "write") admitWrite(request.headers, visitor, site.isWritable);
  else if (route.isOpen !== true) requireToken(visitor);
  const asked = {
    params: validator.readParams(route, params),
    query: validator.readQuery(route, target.query),
    body: route.access === "write" ? validator.readBody(route, await readBody(request)) : undefined,
    headers: request.headers,
    isTrusted: visitor.isTrusted,
    signal,
  };
  try {
    return await route.handle(asked, site);
  } catch (error) {
    throw visitor.isTrusted ? error : withoutAddress(error);
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  if (Number(request.headers["content-length"] ?? 0) > MOST_BODY_BYTES) throw tooLarge();
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MOST_BODY_BYTES) throw tooLarge();
    parts.push(part);
  }
  const text = Buffer.concat(parts);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(text);
  } catch {
    throw new HttpProblem(400, "bad-body", "The body is not UTF-8");
  }
}

function tooLarge(): HttpProblem {
  return new HttpProblem(413, "body-too-large", `A body may have ${MOST_BODY_BYTES} bytes`, {
    headers: { connection: "close" },
  });
}
