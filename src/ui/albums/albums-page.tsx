import { useRef } from "preact/hooks";
import { lacksStates, useLoad } from "../api/load.js";
import type { AlbumRow, Page } from "../api/types.js";
import { Thumb } from "../design/picture.js";
import { Coverage, Empty, ProblemNote, plural, Skeleton, StateBadge } from "../design/words.js";
import { Choice, SearchField } from "../shell/filters.js";
import { useKeys } from "../shell/keys.js";
import { navigate, query } from "../shell/router.js";
import { useRows } from "../shell/row-focus.js";

const FILTERS = ["text", "type", "template", "public", "state"] as const;

export function AlbumsPage() {
  const filters = Object.fromEntries(FILTERS.map((name) => [name, query.value.get(name) ?? ""]));
  const { data, problem } = useLoad<Page<AlbumRow>>("/albums", { ...filters, limit: 500 }, lacksStates);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const rows = useRows(list);
  useKeys({ "/": () => search.current?.focus(), j: () => rows.step(1), k: () => rows.step(-1) });
  const items = data?.items ?? [];
  return (
    <div class="page">
      <header class="page-head">
        <div>
          <h1>Albums</h1>
          <p class="muted">{data === undefined ? " " : plural(data.total, "album")}</p>
        </div>
      </header>
      <search class="filters">
        <SearchField
          field={search}
          label="Search albums"
          value={filters.text ?? ""}
          onDown={() => rows.step(1)}
        />
        <Choice
          name="type"
          label="Type"
          value={filters.type ?? ""}
          options={optionsOf(items, "type", filters.type)}
        />
        <Choice
          name="template"
          label="Template"
          value={filters.template ?? ""}
          options={optionsOf(items, "template", filters.template)}
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
      </search>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      {data === undefined && problem === undefined ? <Skeleton rows={8} height={270} shape="cards" /> : null}
      {data !== undefined && items.length === 0 ? (
        <NoAlbums isFiltered={FILTERS.some((name) => filters[name] !== "")} />
      ) : null}
      <ul class="album-cards" ref={list}>
        {items.map((album) => (
          <Card key={album.slug ?? album.id} album={album} />
        ))}
      </ul>
    </div>
  );
}

function Card({ album }: { readonly album: AlbumRow }) {
  return (
    <li class="album-card">
      <div class="cover">{album.cover === null ? <span class="hole" /> : <Thumb id={album.cover} />}</div>
      <a class="row-link" href={`/albums/${encodeURIComponent(album.slug ?? String(album.id))}`}>
        {album.name}
      </a>
      <p class="muted">
        {plural(album.images, "image")}
        {album.type === null ? "" : ` · ${album.type.replaceAll("-", " ")}`}
      </p>
      {album.covered === null ? null : <Coverage covered={album.covered} />}
      <p class="badges">
        {album.isPublic ? null : <span class="badge">Private</span>}
        {album.isTrainingSource ? <span class="badge badge-undeclared">Training</span> : null}
        {/* The last, so that it moves no other one when it becomes known. */}
        {album.state === "in-sync" ? null : <StateBadge state={album.state} />}
      </p>
    </li>
  );
}

function NoAlbums({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered)
    return (
      <Empty title="No album matches">
        <button type="button" onClick={() => navigate("/albums", true)}>
          Clear the filters
        </button>
      </Empty>
    );
  return (
    <Empty title="No albums yet">
      <p>
        Import a folder of pictures with <code>sync collect</code>, or look for albums in the database under{" "}
        <a href="/discover">Discover</a>.
      </p>
    </Empty>
  );
}

function optionsOf(
  items: readonly AlbumRow[],
  field: "type" | "template",
  chosen: string | undefined,
): readonly (readonly [string, string])[] {
  const values = new Set([...items.map((item) => item[field] ?? ""), chosen ?? ""]);
  values.delete("");
  return [...values].sort().map((value) => [value, value.replaceAll("-", " ")]);
}
