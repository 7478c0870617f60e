import { useState } from "preact/hooks";
import { useLoad } from "../api/load.js";
import type { Page, TemplateDetail, TemplateRow } from "../api/types.js";
import { slugOf } from "../design/slug.js";
import { newTemplate } from "./draft/new-files.js";

/** Asks for what names a template; the rest is the editor's. */
export function NewTemplate({ onMade }: { readonly onMade: (detail: TemplateDetail) => void }) {
  const { data } = useLoad<Page<TemplateRow>>("/templates", { limit: 500 });
  const [name, setName] = useState("");
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const slug = typed ?? slugOf(name);
  const isTaken = data?.items.some((row) => row.slug === slug) === true;
  const isSlug = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) && slug !== "new";
  const file = data?.items.find((row) => row.file !== null)?.file;
  const manifests = file?.split("/").slice(0, -1).join("/") || "manifests/sets";
  return (
    <div class="page narrow">
      <header class="page-head">
        <div>
          <h1>New template</h1>
          <p class="muted">Nothing is written before you have reviewed it.</p>
        </div>
      </header>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isSlug && !isTaken && name.trim() !== "")
            onMade(newTemplate(slug, name.trim(), { manifests, tables: "data/sets" }));
        }}
      >
        <div class="field">
          <label for="new-name">Name</label>
          <input
            id="new-name"
            value={name}
            placeholder="Minor Arcana"
            ref={(field) => {
              if (field !== null && field.dataset.met === undefined) {
                field.dataset.met = "";
                field.focus();
              }
            }}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label for="new-slug">Slug</label>
          <input
            id="new-slug"
            value={slug}
            aria-invalid={isTaken}
            aria-describedby="new-slug-help"
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <p class="help" id="new-slug-help">
            {isTaken
              ? "Another template has this slug."
              : slug === ""
                ? "Names the template in commands and files."
                : `${manifests}/${slug}.yaml`}
          </p>
        </div>
        <button class="primary" type="submit" disabled={!isSlug || isTaken || name.trim() === ""}>
          Go on to items and prompt
        </button>
      </form>
    </div>
  );
}
