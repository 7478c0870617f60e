import { segment } from "../api/client.js";
import { useLoad } from "../api/load.js";
import type { AlbumDetail } from "../api/types.js";
import { Coverage, Empty, ProblemNote, plural, Skeleton, StateBadge } from "../design/words.js";
import { Gallery } from "../images/gallery.js";
import { query, setQuery } from "../shell/router.js";
import { ExportReadiness } from "./export-readiness.js";

/** Labels that are offered as filters: those on the most images. */
const MOST_LABELS = 24;

export function AlbumPage({ slug }: { readonly slug: string }) {
  const { data, problem } = useLoad<AlbumDetail>(`/albums/${segment(slug)}`);
  const label = query.value.get("label") ?? "";
  if (data === undefined)
    return problem?.status === 404 ? (
      <Empty isPage title={`There is no album “${slug}”`}>
        <a class="button" href="/albums">
          All albums
        </a>
      </Empty>
    ) : (
      <div class="page">
        {problem === undefined ? <Skeleton rows={3} height={200} /> : <ProblemNote problem={problem} />}
      </div>
    );
  const labels = [...data.labels].sort((a, b) => b.images - a.images).slice(0, MOST_LABELS);
  return (
    <div class="page">
      <header class="page-head">
        <div>
          <p class="crumb">
            <a href="/albums">Albums</a>
          </p>
          <h1>{data.name}</h1>
          <p class="muted meta">
            <code>{data.file ?? "no manifest"}</code>
            <StateBadge state={data.state} />
            {data.isPublic ? null : <span class="badge">Private</span>}
            <span>{plural(data.images, "image")}</span>
            {data.template === null ? null : (
              <a href={`/templates/${segment(data.template)}?tab=images`}>{data.template}</a>
            )}
          </p>
          {data.description ? <p class="album-about">{data.description}</p> : null}
        </div>
        {data.covered === null ? null : <Coverage covered={data.covered} />}
      </header>
      {data.file === null ? null : <ExportReadiness slug={slug} />}
      {labels.length === 0 ? null : (
        <div class="label-row" role="group" aria-label="Labels">
          {labels.map(({ text, images }) => (
            <button
              key={text}
              type="button"
              class="quiet"
              aria-pressed={label === text}
              onClick={() => setQuery({ label: label === text ? undefined : text })}
            >
              {text} <small class="muted">{images}</small>
            </button>
          ))}
        </div>
      )}
      <Gallery query={{ album: slug, label }} label={`Images of ${data.name}`} />
    </div>
  );
}
