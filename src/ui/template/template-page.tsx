import { useEffect, useMemo, useState } from "preact/hooks";
import { segment } from "../api/client.js";
import { lacksState, useLoad } from "../api/load.js";
import type { TemplateDetail } from "../api/types.js";
import { Empty, ProblemNote, Skeleton } from "../design/words.js";
import { Draft } from "./draft/draft.js";
import { NewTemplate } from "./new-template.js";
import { TemplateEditor } from "./template-editor.js";

export function TemplatePage({ slug }: { readonly slug: string }) {
  const [made, setMade] = useState<TemplateDetail | undefined>(undefined);
  if (slug === "new")
    return made === undefined ? <NewTemplate onMade={setMade} /> : <Editing detail={made} />;
  return <Existing slug={slug} />;
}

function Existing({ slug }: { readonly slug: string }) {
  const { data, problem } = useLoad<TemplateDetail>(`/templates/${segment(slug)}`, {}, lacksState);
  if (data !== undefined) return <Editing detail={data} />;
  if (problem?.status === 404)
    return (
      <Empty isPage title={`There is no template “${slug}”`}>
        <a class="button" href="/templates">
          All templates
        </a>
      </Empty>
    );
  return (
    <div class="page">
      {problem === undefined ? <Skeleton rows={4} height={140} /> : <ProblemNote problem={problem} />}
    </div>
  );
}

/** Keeps one draft for as long as the page is shown, whatever is loaded again meanwhile. */
function Editing({ detail }: { readonly detail: TemplateDetail }) {
  // The draft begins with the first answer.
  const draft = useMemo(() => new Draft(detail), []);
  useEffect(() => {
    const keep = () => {
      if (!draft.isSaving) draft.keepNow();
    };
    addEventListener("pagehide", keep);
    return () => {
      removeEventListener("pagehide", keep);
      keep();
    };
  }, [draft]);
  useEffect(() => {
    document.title = `${detail.declared?.name ?? detail.slug} · album-sync`;
    return () => {
      document.title = "album-sync";
    };
  }, [detail.declared?.name, detail.slug]);
  return <TemplateEditor draft={draft} disk={detail} />;
}
