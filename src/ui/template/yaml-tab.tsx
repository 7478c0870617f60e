import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../api/client.js";
import { post } from "../api/client.js";
import type { Preview } from "../api/edit-types.js";
import { asProblem } from "../api/load.js";
import type { Diagnostic } from "../api/types.js";
import { applyPatch } from "../design/patch.js";
import { Diagnostics, ProblemNote, Skeleton } from "../design/words.js";
import { canWrite } from "../shell/session.js";
import type { Draft } from "./draft/draft.js";
import type { YamlEditor } from "./yaml-editor.js";

/** The manifest as text. `line`: where to begin. */
export function YamlTab({ draft, line }: { readonly draft: Draft; readonly line: number | undefined }) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<YamlEditor | undefined>(undefined);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [isReady, setReady] = useState(false);
  const { detail } = draft.base.value;
  // The editor is made once for what is on disk.
  useEffect(() => {
    let isGone = false;
    void (async () => {
      try {
        const [{ mountYamlEditor }, text] = await Promise.all([
          import("./yaml-editor.js"),
          textOfDraft(draft),
        ]);
        if (isGone || host.current === null) return;
        editor.current = mountYamlEditor(host.current, {
          text,
          line,
          isReadOnly: !canWrite.peek(),
          columns: draft.content.peek().table.header,
          onChange: (changed) => draft.change({ text: changed }, "yaml"),
        });
        editor.current.showDiagnostics(draft.base.peek().detail.diagnostics);
        setReady(true);
      } catch (error) {
        setProblem(asProblem(error));
      }
    })();
    return () => {
      isGone = true;
      editor.current?.destroy();
    };
  }, [detail.etag]);
  const { text: typed } = draft.content.value;
  useEffect(() => {
    if (!isReady) return;
    let isOld = false;
    void textOfDraft(draft).then(
      // Nothing of what was typed since this was asked for is to be lost.
      (text) => isOld || draft.content.peek().text !== typed || editor.current?.show(text),
      (error: unknown) => setProblem(asProblem(error)),
    );
    return () => {
      isOld = true;
    };
  }, [typed, isReady]);
  const open = (diagnostic: Diagnostic) =>
    editor.current?.goTo(diagnostic.source?.line ?? 1, diagnostic.source?.column ?? 1);
  return (
    <div class="yaml">
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      <Diagnostics list={detail.diagnostics} onOpen={open} />
      {isReady || problem !== undefined ? null : <Skeleton rows={1} height={480} />}
      <div ref={host} class="yaml-host" />
    </div>
  );
}

/** The manifest with the edits of the form in it, as the server would write it. */
async function textOfDraft(draft: Draft): Promise<string> {
  const { detail } = draft.base.peek();
  const { text } = draft.content.peek();
  if (text !== undefined) return text;
  const edit = draft.edits.peek().find(({ file }) => file === detail.file);
  if (edit?.text !== undefined) return edit.text;
  if (edit === undefined) return detail.text ?? "";
  const preview = await post<Preview>("/preview", { edits: [edit] });
  const diff = preview.files.find(({ path }) => path === detail.file)?.diff ?? "";
  return applyPatch(detail.text ?? "", diff);
}
