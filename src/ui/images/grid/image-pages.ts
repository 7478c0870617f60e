import { type Signal, signal } from "@preact/signals";
import { get, type Problem, type Query } from "../../api/client.js";
import { asProblem } from "../../api/load.js";
import type { ImageRow, Page } from "../../api/types.js";

/** Images of a page; also what is asked for at once. */
const SIZE = 120;
/** Pages that are kept; enough to scroll back and forth without asking again. */
const MOST_PAGES = 60;

/** The images of a query by their place in it, loaded in pages where somebody looks. */
export class ImagePages {
  readonly #pages = new Map<number, readonly ImageRow[]>();
  readonly #asked = new Map<number, AbortController>();
  /** Grows with every page that came. */
  readonly version: Signal<number> = signal(0);
  /** Undefined until the first page came. */
  readonly total: Signal<number | undefined> = signal(undefined);
  readonly problem: Signal<Problem | undefined> = signal(undefined);
  readonly query: Query;

  constructor(query: Query) {
    this.query = query;
  }

  at(index: number): ImageRow | undefined {
    return this.#pages.get(Math.floor(index / SIZE))?.[index % SIZE];
  }

  /** Asks for the pages of a range, and no longer for those that are out of sight. */
  see(start: number, end: number): void {
    const first = Math.max(0, Math.floor(start / SIZE));
    const most = this.total.peek() ?? SIZE;
    const last = Math.floor(Math.min(Math.max(start, end - 1), most - 1) / SIZE);
    for (const [page, controller] of this.#asked) {
      if (page >= first && page <= last) continue;
      controller.abort();
      this.#asked.delete(page);
    }
    for (let page = first; page <= last; page += 1) {
      if (!this.#pages.has(page) && !this.#asked.has(page)) void this.#load(page);
    }
  }

  /** Asks again for what is shown; the old rows stay until the new ones come. */
  refresh(start: number, end: number): void {
    const first = Math.floor(start / SIZE);
    const last = Math.floor(Math.max(start, end - 1) / SIZE);
    for (const page of [...this.#pages.keys()]) if (page < first || page > last) this.#pages.delete(page);
    for (let page = first; page <= last; page += 1) void this.#load(page);
  }

  /** Every id of the query, in its order. */
  async ids(): Promise<readonly number[]> {
    return (await get<{ readonly ids: readonly number[] }>("/images/ids", this.query)).ids;
  }

  async #load(page: number): Promise<void> {
    const controller = new AbortController();
    this.#asked.set(page, controller);
    try {
      const query = { ...this.query, offset: page * SIZE, limit: SIZE };
      const { items, total } = await get<Page<ImageRow>>("/images", query, controller.signal);
      this.#pages.delete(page);
      this.#pages.set(page, items);
      const [oldest] = this.#pages.keys();
      if (this.#pages.size > MOST_PAGES && oldest !== undefined) this.#pages.delete(oldest);
      this.total.value = total;
      this.problem.value = undefined;
      this.version.value += 1;
    } catch (error) {
      if (!controller.signal.aborted) this.problem.value = asProblem(error);
    } finally {
      if (this.#asked.get(page) === controller) this.#asked.delete(page);
    }
  }
}
