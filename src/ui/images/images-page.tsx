import { useRef } from "preact/hooks";
import { useLoad } from "../api/load.js";
import type { Page, TemplateRow } from "../api/types.js";
import { Choice, SearchField } from "../shell/filters.js";
import { useKeys } from "../shell/keys.js";
import { query } from "../shell/router.js";
import { Gallery } from "./gallery.js";

const FILTERS = ["text", "template", "album", "item", "label", "lora", "nsfw", "public"] as const;

export function ImagesPage() {
  const filters = Object.fromEntries(FILTERS.map((name) => [name, query.value.get(name) ?? ""]));
  const { data } = useLoad<Page<TemplateRow>>("/templates", { limit: 500 });
  const search = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => search.current?.focus() });
  const templates =
    data?.items.flatMap((row) => (row.slug === null ? [] : [[row.slug, row.name] as const])) ?? [];
  return (
    <div class="page">
      <header class="page-head">
        <h1>Images</h1>
      </header>
      <search class="filters">
        <SearchField field={search} label="Search prompts and labels" value={filters.text ?? ""} />
        <Choice name="template" label="Template" value={filters.template ?? ""} options={templates} />
        <Choice name="public" label="Visibility" value={filters.public ?? ""} options={VISIBILITY} />
        <Choice name="nsfw" label="NSFW" value={filters.nsfw ?? ""} options={SAFETY} />
      </search>
      <Gallery query={filters} label="Images" />
    </div>
  );
}

const VISIBILITY = [
  ["true", "Public"],
  ["false", "Private"],
] as const;

const SAFETY = [
  ["false", "Safe for work"],
  ["true", "Not safe for work"],
] as const;
