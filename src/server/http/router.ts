import { HttpProblem } from "./problem.js";
import type { Method, Route } from "./route.js";
import type { Target } from "./target.js";

/** A route that a request leads to, with the texts of its path parameters. */
export interface Match {
  readonly route: Route;
  readonly params: { readonly [name: string]: string };
}

interface Pattern {
  readonly route: Route;
  /** A fixed segment, or the name of a parameter. */
  readonly parts: readonly ({ readonly fixed: string } | { readonly name: string })[];
}

/**
 * Finds routes by method and path; where several fit, the one with the most fixed segments comes first. Fixed segments are
 * compared as they were sent: each operation has one path.
 */
export class Router {
  readonly #patterns: readonly Pattern[];

  constructor(routes: readonly Route[]) {
    this.#patterns = routes.map(toPattern).sort((a, b) => countFixed(b) - countFixed(a));
  }

  /** Undefined for a path that no route has. Throws 405 for a path that has no such method. */
  find(method: string, { segments }: Target): Match | undefined {
    const wanted = method === "HEAD" ? "GET" : method;
    const fitting = this.#patterns.filter(({ parts }) => fits(parts, segments));
    const pattern = fitting.find(({ route }) => route.method === wanted);
    if (pattern === undefined) {
      if (fitting.length === 0) return undefined;
      throw notAllowed(fitting.map(({ route }) => route.method));
    }
    return { route: pattern.route, params: readParams(pattern.parts, segments) };
  }
}

/** The answer to a method that a path does not have. */
export function notAllowed(methods: readonly Method[]): HttpProblem {
  const allowed = [...new Set(methods.flatMap((one) => (one === "GET" ? ["GET", "HEAD"] : [one])))].sort();
  return new HttpProblem(405, "method-not-allowed", `This path takes ${allowed.join(", ")}`, {
    headers: { allow: allowed.join(", ") },
  });
}

function toPattern(route: Route): Pattern {
  const parts = route.path
    .slice(1)
    .split("/")
    .map((part) => (part.startsWith("{") ? { name: part.slice(1, -1) } : { fixed: part }));
  return { route, parts };
}

function countFixed({ parts }: Pattern): number {
  return parts.filter((part) => "fixed" in part).length;
}

function fits(parts: Pattern["parts"], segments: Target["segments"]): boolean {
  return (
    parts.length === segments.length &&
    parts.every((part, index) => !("fixed" in part) || part.fixed === segments[index]?.raw)
  );
}

function readParams(parts: Pattern["parts"], segments: Target["segments"]): Match["params"] {
  return Object.fromEntries(
    parts.flatMap((part, index) => ("name" in part ? [[part.name, segments[index]?.text ?? ""]] : [])),
  );
}
