import { useRef } from "preact/hooks";
import { lacksStates, useLoad } from "../api/load.js";
import type { ImageRow, Page, TemplateRow } from "../api/types.js";
import { Icon } from "../design/icons.js";
import { Thumb } from "../design/picture.js";
import { Coverage, Empty, ProblemNote, plural, Skeleton, StateBadge } from "../design/words.js";
import { Choice, SearchField } from "../shell/filters.js";
import { useKeys } from "../shell/keys.js";
import { navigate, query } from "../shell/router.js";
import { useRows } from "../shell/row-focus.js";
import { canWrite } from "../shell/session.js";

const FILTERS = ["text", "lora", "public", "state"] as const;

export function TemplatesPage() {
  const filters = Object.fromEntries(FILTERS.map((name) => [name, query.value.get(name) ?? ""]));
  const { data, problem } = useLoad<Page<TemplateRow>>("/templates", { ...filters, limit: 500 }, lacksStates);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const rows = useRows(list);
  useKeys({
    "/": () => search.current?.focus(),
    j: () => rows.step(1),
    k: () => rows.step(-1),
    n: () => canWrite.value && navigate("/templates/new"),
  });
  const isFiltered = FILTERS.some((name) => filters[name] !== "");
  return (
    <div class="page">
      <header class="page-head">
        <div>
          <h1>Templates</h1>
          <p class="muted">{data === undefined ? " " : plural(data.total, "recipe")}</p>
        </div>
        {canWrite.value ? (
          <a class="button primary" href="/templates/new">
            <Icon name="plus" /> New template <kbd>n</kbd>
          </a>
        ) : null}
      </header>
      <Filters filters={filters} search={search} rows={data?.items ?? []} onDown={() => rows.step(1)} />
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      {data === undefined && problem === undefined ? <Skeleton rows={5} height={92} /> : null}
      {data?.items.length === 0 ? <NoTemplates isFiltered={isFiltered} /> : null}
      {data !== undefined && data.items.length > 0 ? (
        <div class="table templates" role="table" aria-label="Templates" ref={list}>
          <div class="table-row table-head" role="row">
            {["Template", "Items", "LoRAs", "Albums", "Coverage", "State"].map((title) => (
              <span key={title} role="columnheader">
                {title}
              </span>
            ))}
          </div>
          {data.items.map((row) => (
            <Row key={row.slug ?? row.name} row={row} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

function Filters(props: {
  readonly filters: { readonly [name: string]: string };
  readonly search: { current: HTMLInputElement | null };
  readonly rows: readonly TemplateRow[];
  readonly onDown: () => void;
}) {
  const { filters } = props;
  const loras = [...new Set([...props.rows.flatMap((row) => row.loras), filters.lora ?? ""])]
    .filter(Boolean)
    .sort();
  return (
    <search class="filters">
      <SearchField
        field={props.search}
        label="Search templates"
        value={filters.text ?? ""}
        onDown={props.onDown}
      />
      <Choice
        name="lora"
        label="LoRA"
        value={filters.lora ?? ""}
        options={loras.map((path) => [path, nameOf(path)])}
      />
      <Choice
        name="public"
        label="Visibility"
        value={filters.public ?? ""}
        options={[
          ["true", "Public"],
          ["false", "Private"],
        ]}
      />
      <Choice
        name="state"
        label="State"
        value={filters.state ?? ""}
        options={[
          ["in-sync", "In sync"],
          ["pending", "Pending"],
          ["drifted", "Drifted"],
          ["undeclared", "Undeclared"],
        ]}
      />
    </search>
  );
}

function Row({ row }: { readonly row: TemplateRow }) {
  const cell = (title: string, content: preact.ComponentChildren) => (
    <span role="cell" data-title={title}>
      {content}
    </span>
  );
  return (
    <div class="table-row" role="row">
      <span role="cell" class="template-name">
        <Strip slug={row.slug ?? ""} />
        <span>
          <a
            class="row-link"
            href={row.slug === null ? "/discover" : `/templates/${encodeURIComponent(row.slug)}`}
          >
            {row.name}
          </a>
          <small class="muted clamp">{row.description || row.slug}</small>
        </span>
      </span>
      {cell("Items", row.items)}
      {cell(
        "LoRAs",
        row.loras.length === 0 ? <span class="muted">none</span> : row.loras.map(nameOf).join(", "),
      )}
      {cell("Albums", row.albums)}
      {cell("Coverage", <Coverage covered={row.covered} />)}
      {cell(
        "State",
        <>
          {row.isPublic ? null : <span class="badge">Private</span>}
          <StateBadge state={row.state} />
        </>,
      )}
    </div>
  );
}

/** Three pictures of a set, fanned out like cards. */
function Strip({ slug }: { readonly slug: string }) {
  const { data } = useLoad<Page<ImageRow>>(slug === "" ? undefined : "/images", { template: slug, limit: 3 });
  return (
    <span class="strip" aria-hidden="true">
      {[0, 1, 2].map((at) => {
        const image = data?.items[at];
        return image === undefined ? (
          <i key={at} />
        ) : (
          <Thumb key={at} id={image.id} url={image.thumbnailUrl} />
        );
      })}
    </span>
  );
}

function NoTemplates({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered)
    return (
      <Empty title="No template matches">
        <button type="button" onClick={() => navigate("/templates", true)}>
          Clear the filters
        </button>
      </Empty>
    );
  return (
    <Empty title="No templates yet">
      <p>A template is a recipe: a table of items and a prompt with a placeholder for each column.</p>
      {canWrite.value ? (
        <a class="button primary" href="/templates/new">
          Write the first one
        </a>
      ) : null}
    </Empty>
  );
}

/** `lora/Card_Fronts-000008.safetensors` → `Card_Fronts-000008` */
function nameOf(lora: string): string {
  return (lora.split("/").at(-1) ?? lora).replace(/\.safetensors$/, "");
}
