import { type Signal, signal } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { get, Problem, type Query, queryText } from "./client.js";
import { changes, hasPlan, plans } from "./events.js";
import type { Page, State } from "./types.js";

/** Another program keeps the database from being read. */
const LOCKED = 423;
const RETRY_MS = 2_000;

/** What was loaded last, and why it failed. Data stays while it is loaded again, so that nothing flickers. */
interface Loaded<Data> {
  readonly data: Data | undefined;
  readonly problem: Problem | undefined;
  readonly isLoading: boolean;
  /** How often the plan had become known when this was asked for. */
  readonly plan: number;
}

/**
 * The answer of a GET, loaded again when files or the database change. Undefined path: nothing to load. `lacksPlan`: tells
 * whether an answer was given before the plan was known; it is asked for again as soon as that is.
 */
export function useLoad<Data>(
  path: string | undefined,
  query: Query = {},
  lacksPlan: (data: Data) => boolean = () => false,
): Loaded<Data> {
  const key = path === undefined ? "" : `${path}?${queryText(query)}`;
  const state = useMemo(() => signal<Loaded<Data>>(startOf(key)), [key]);
  const version = changes.value;
  const { data, plan } = state.value;
  const wanted = useRef(0);
  if (data !== undefined && plan !== plans.value && lacksPlan(data)) wanted.current = plans.value;
  const tries = useTries(state.value.problem);
  // The key names path and query; the version asks for it again.
  useEffect(() => {
    if (path === undefined) return;
    const controller = new AbortController();
    void load(state, path, query, key, controller.signal);
    return () => controller.abort();
  }, [key, version, wanted.current, tries]);
  return state.value;
}

/** How often to ask again after an answer that something is locked: no event tells when it is free. */
function useTries(problem: Problem | undefined): number {
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (problem?.status !== LOCKED) return;
    const timer = setTimeout(() => setTries((before) => before + 1), RETRY_MS);
    return () => clearTimeout(timer);
  }, [problem]);
  return tries;
}

/** True for a page of rows of which one has no state yet. */
export function lacksStates({ items }: Page<{ readonly state: State | null }>): boolean {
  return items.some(({ state }) => isLacking(state));
}

/** True for an object that has no state yet, or no drift. */
export function lacksState(one: { readonly state: State | null; readonly drift?: unknown }): boolean {
  return isLacking(one.state) || one.drift === null;
}

/** Unknown is a state that stays while no plan can be made, and no longer. */
function isLacking(state: State | null): boolean {
  return state === null || (state === "unknown" && hasPlan.value);
}

/** Answers by path and query, so that going back shows the page at once while it is loaded again. */
const recent = new Map<string, unknown>();
const MOST_RECENT = 60;

function startOf<Data>(key: string): Loaded<Data> {
  return {
    data: recent.get(key) as Data | undefined,
    problem: undefined,
    isLoading: key !== "",
    plan: plans.peek(),
  };
}

async function load<Data>(
  state: Signal<Loaded<Data>>,
  path: string,
  query: Query,
  key: string,
  abort: AbortSignal,
): Promise<void> {
  const plan = plans.peek();
  state.value = { ...state.peek(), isLoading: true };
  try {
    const data = await get<Data>(path, query, abort);
    recent.delete(key);
    recent.set(key, data);
    const [oldest] = recent.keys();
    if (recent.size > MOST_RECENT && oldest !== undefined) recent.delete(oldest);
    state.value = { data, problem: undefined, isLoading: false, plan };
  } catch (error) {
    if (abort.aborted) return;
    state.value = { ...state.peek(), problem: asProblem(error), isLoading: false };
  }
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, { title: String(error) });
}
