import { useLoad } from "../api/load.js";
import type { ImageRow, Page, TemplateRow } from "../api/types.js";
import { Icon } from "../design/icons.js";
import { Thumb } from "../design/picture.js";
import { Coverage, Empty, STATE_OPTIONS, StateBadge } from "../design/words.js";
import { VISIBILITY } from "../shell/filters.js";
import { useKeys } from "../shell/keys.js";
import { ListPage } from "../shell/list-page.js";
import { navigate } from "../shell/router.js";
import { canWrite } from "../shell/session.js";

export function TemplatesPage() {
  useKeys({ n: () => canWrite.value && navigate("/templates/new") });
  return (
    <ListPage<TemplateRow>
      title="Templates"
      path="/templates"
      nouns={["recipe", "template"]}
      filters={[
        { name: "lora", label: "LoRA", valuesOf: ({ loras }) => loras, show: nameOf },
        { name: "public", label: "Visibility", options: VISIBILITY },
        { name: "state", label: "State", options: STATE_OPTIONS },
      ]}
      skeleton={{ rows: 5, height: 92 }}
      action={
        canWrite.value ? (
          <a class="button primary" href="/templates/new">
            <Icon name="plus" /> New template <kbd>n</kbd>
          </a>
        ) : null
      }
      nothing={<NoTemplates />}
    >
      {(rows) => (
        <div class="table templates" role="table" aria-label="Templates">
          <div class="table-row table-head" role="row">
            {["Template", "Items", "LoRAs", "Albums", "Coverage", "State"].map((title) => (
              <span key={title} role="columnheader">
                {title}
              </span>
            ))}
          </div>
          {rows.map((row) => (
            <Row key={row.slug ?? row.name} row={row} />
          ))}
        </div>
      )}
    </ListPage>
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

function NoTemplates() {
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
