import { HttpProblem } from "./problem.js";

/** The target of a request, cut up: segments of the path, and the query. */
export interface Target {
  /** As it was sent, without the query. */
  readonly path: string;
  readonly segments: readonly Segment[];
  readonly query: URLSearchParams;
}

/** Between two slashes of a path. */
interface Segment {
  /** As it was sent. */
  readonly raw: string;
  /** Percent-decoded: what a parameter has. */
  readonly text: string;
}

/**
 * Cuts the target of a request. A path is never normalised: one with `.` or `..`, backslashes, empty segments or control
 * characters, plain or encoded, is refused with 400, and so is every other `%2E`. `%2F` within a segment is a slash of a slug.
 */
export function readTarget(url: string): Target {
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  if (!path.startsWith("/")) throw badPath();
  const segments = path === "/" ? [] : path.slice(1).split("/").map(decodeSegment);
  return { path, segments, query: new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1)) };
}

function decodeSegment(raw: string): Segment {
  const text = decode(raw);
  const isOdd = /[\\\p{Cc}]/u.test(text) || text.split("/").some((part) => /^\.{0,2}$/.test(part));
  // Nothing that writes addresses encodes a dot.
  if (isOdd || /%2e/i.test(raw)) throw badPath();
  return { raw, text };
}

function decode(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    throw badPath();
  }
}

function badPath(): HttpProblem {
  return new HttpProblem(400, "bad-path", "The path of the request is not one that this server has");
}
