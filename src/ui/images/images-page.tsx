import { useLoad } from "../api/load.js";
import type { Page, TemplateRow } from "../api/types.js";
import { FilterBar, readFilters, VISIBILITY } from "../shell/filters.js";
import { Gallery } from "./gallery.js";

const FILTERS = ["text", "template", "album", "item", "label", "lora", "nsfw", "public"] as const;

export function ImagesPage() {
  const filters = readFilters(FILTERS);
  const { data } = useLoad<Page<TemplateRow>>("/templates", { limit: 500 });
  const templates =
    data?.items.flatMap((row) => (row.slug === null ? [] : [[row.slug, row.name] as const])) ?? [];
  return (
    <div class="page">
      <header class="page-head">
        <h1>Images</h1>
      </header>
      <FilterBar
        label="Search prompts and labels"
        values={filters}
        choices={[
          { name: "template", label: "Template", options: templates },
          { name: "public", label: "Visibility", options: VISIBILITY },
          { name: "nsfw", label: "NSFW", options: SAFETY },
        ]}
      />
      <Gallery query={filters} label="Images" />
    </div>
  );
}

const SAFETY = [
  ["false", "Safe for work"],
  ["true", "Not safe for work"],
] as const;
