import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { lacksStates, useLoad } from "../api/load.js";
import type { Page, State } from "../api/types.js";
import { Empty, ProblemNote, plural, Skeleton } from "../design/words.js";
import { type Choice, FilterBar, type Options, readFilters } from "./filters.js";
import { useKeys } from "./keys.js";
import { navigate } from "./router.js";
import { useRows } from "./row-focus.js";

/** The most rows that the server gives at once. */
const MOST_ROWS = 500;

/** A filter of a list: its values are fixed, or those that the rows have. */
type ListFilter<Row> = Omit<Choice, "options"> &
  (
    | { readonly options: Options }
    | { readonly valuesOf: (row: Row) => readonly string[]; readonly show: (value: string) => string }
  );

/** A list of many things: search and filters in the address, `j`, `k` and Enter between rows, what stands where none is. */
export function ListPage<Row extends { readonly state: State | null }>(props: {
  readonly title: string;
  /** Of the API and of the app. */
  readonly path: string;
  /** A row in the count of all, and where no row matches. */
  readonly nouns: readonly [counted: string, plain: string];
  readonly filters: readonly ListFilter<Row>[];
  /** The height of a row in pixels, and how rows stand. */
  readonly skeleton: { readonly rows: number; readonly height: number; readonly shape?: "lines" | "cards" };
  /** Beside the title. */
  readonly action?: ComponentChildren;
  /** What stands where there is no row at all. */
  readonly nothing: ComponentChildren;
  readonly children: (rows: readonly Row[]) => ComponentChildren;
}) {
  const { title, path, nouns, filters } = props;
  const values = readFilters(["text", ...filters.map(({ name }) => name)]);
  const { data, problem } = useLoad<Page<Row>>(path, { ...values, limit: MOST_ROWS }, lacksStates);
  const page = useRef<HTMLDivElement>(null);
  const rows = useRows(page);
  useKeys({ j: () => rows.step(1), k: () => rows.step(-1) });
  const items = data?.items ?? [];
  return (
    <div class="page" ref={page}>
      <header class="page-head">
        <div>
          <h1>{title}</h1>
          <p class="muted">{data === undefined ? " " : plural(data.total, nouns[0])}</p>
        </div>
        {props.action}
      </header>
      <FilterBar
        label={`Search ${title.toLowerCase()}`}
        values={values}
        choices={filters.map((filter) => ({
          name: filter.name,
          label: filter.label,
          options: optionsOf(filter, items, values[filter.name] ?? ""),
        }))}
        onDown={() => rows.step(1)}
      />
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      {data === undefined && problem === undefined ? <Skeleton {...props.skeleton} /> : null}
      {data !== undefined && items.length === 0 ? (
        Object.values(values).some((value) => value !== "") ? (
          <Empty title={`No ${nouns[1]} matches`}>
            <button type="button" onClick={() => navigate(path, true)}>
              Clear the filters
            </button>
          </Empty>
        ) : (
          props.nothing
        )
      ) : null}
      {items.length === 0 ? null : props.children(items)}
      {data === undefined || data.total <= items.length || items.length === 0 ? null : (
        <p class="muted">
          These are the first {items.length.toLocaleString("en")} of {plural(data.total, nouns[0])}. Search or
          filter to see others.
        </p>
      )}
    </div>
  );
}

/** What can be chosen, the chosen value among it even where no row has it. */
function optionsOf<Row>(filter: ListFilter<Row>, rows: readonly Row[], chosen: string): Options {
  if ("options" in filter) return filter.options;
  const values = new Set([...rows.flatMap(filter.valuesOf), chosen]);
  values.delete("");
  return [...values].sort().map((value) => [value, filter.show(value)]);
}
