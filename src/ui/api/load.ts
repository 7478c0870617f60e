import { type Signal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { get, Problem, type Query, queryText } from "./client.js";
import { changes } from "./events.js";

/** What was loaded last, and why it failed. Data stays while it is loaded again, so that nothing flickers. */
interface Loaded<Data> {
  readonly data: Data | undefined;
  readonly problem: Problem | undefined;
  readonly isLoading: boolean;
}

/** The answer of a GET, loaded again when files or the database change. Undefined path: nothing to load. */
export function useLoad<Data>(path: string | undefined, query: Query = {}): Loaded<Data> {
  const key = path === undefined ? "" : `${path}?${queryText(query)}`;
  const state = useMemo(() => signal<Loaded<Data>>(startOf(key)), [key]);
  const version = changes.value;
  // The key names path and query; the version asks for it again.
  useEffect(() => {
    if (path === undefined) return;
    const controller = new AbortController();
    void load(state, path, query, key, controller.signal);
    return () => controller.abort();
  }, [key, version]);
  return state.value;
}

/** Answers by path and query, so that going back shows the page at once while it is loaded again. */
const recent = new Map<string, unknown>();
const MOST_RECENT = 60;

function startOf<Data>(key: string): Loaded<Data> {
  return { data: recent.get(key) as Data | undefined, problem: undefined, isLoading: key !== "" };
}

async function load<Data>(
  state: Signal<Loaded<Data>>,
  path: string,
  query: Query,
  key: string,
  abort: AbortSignal,
): Promise<void> {
  state.value = { ...state.peek(), isLoading: true };
  try {
    const data = await get<Data>(path, query, abort);
    recent.delete(key);
    recent.set(key, data);
    const [oldest] = recent.keys();
    if (recent.size > MOST_RECENT && oldest !== undefined) recent.delete(oldest);
    state.value = { data, problem: undefined, isLoading: false };
  } catch (error) {
    if (abort.aborted) return;
    state.value = { ...state.peek(), problem: asProblem(error), isLoading: false };
  }
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, { title: String(error) });
}
