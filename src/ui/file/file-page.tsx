import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../api/client.js";
import { asProblem, useLoad } from "../api/load.js";
import type { Diagnostic } from "../api/types.js";
import { Diagnostics, Empty, ProblemNote, Skeleton } from "../design/words.js";
import { openReview } from "../review/review.js";
import { useKeys } from "../shell/keys.js";
import { canWrite } from "../shell/session.js";
import type { YamlEditor } from "../template/yaml-editor.js";

interface ProjectFile {
  readonly path: string;
  readonly etag: string;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Any manifest as text: what there is for one that can't be read as a template or an album. */
export function FilePage({ path }: { readonly path: string }) {
  const { data, problem } = useLoad<ProjectFile>("/files", { path });
  if (data === undefined)
    return problem === undefined ? (
      <div class="page">
        <Skeleton rows={1} height={480} />
      </div>
    ) : (
      <Empty isPage title={path}>
        <ProblemNote problem={problem} />
      </Empty>
    );
  return <Editing key={data.path} file={data} />;
}

function Editing({ file }: { readonly file: ProjectFile }) {
  /** What the edits are made on: stays as it was read until they are saved or dropped. */
  const [base, setBase] = useState(file);
  const [text, setText] = useState<string | undefined>(undefined);
  const isDirty = text !== undefined && text !== base.text;
  const isOther = base.etag !== file.etag;
  useEffect(() => {
    if (isOther && !isDirty) setBase(file);
  }, [file.etag, isDirty]);
  const review = () => {
    if (!isDirty) return;
    openReview({
      title: `Review ${base.path}`,
      edits: [{ file: base.path, etag: base.etag, text }],
      onSaved: () => setText(undefined),
    });
  };
  useKeys({ "Ctrl+s": review });
  return (
    <div class="page editor">
      <header class="page-head">
        <h1>{base.path.split("/").at(-1)}</h1>
        {canWrite.value ? (
          <button type="button" class="primary" disabled={!isDirty} onClick={review}>
            Review <kbd>Ctrl S</kbd>
          </button>
        ) : null}
      </header>
      {isOther && isDirty ? (
        <p class="note note-bad" role="alert">
          <span>The file changed on disk. Copy what you need; reloading shows what is there now.</span>
          <button
            type="button"
            onClick={() => {
              setText(undefined);
              setBase(file);
            }}
          >
            Drop my edits
          </button>
        </p>
      ) : null}
      <TextEditor key={base.etag} file={base} onChange={setText} />
    </div>
  );
}

function TextEditor({
  file,
  onChange,
}: {
  readonly file: ProjectFile;
  readonly onChange: (text: string) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<YamlEditor | undefined>(undefined);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  useEffect(() => {
    let isGone = false;
    import("../template/yaml-editor.js").then(
      ({ mountYamlEditor }) => {
        if (isGone || host.current === null) return;
        const line = file.diagnostics.find(({ severity }) => severity === "error")?.source?.line;
        editor.current = mountYamlEditor(host.current, {
          text: file.text,
          line,
          isReadOnly: !canWrite.peek(),
          columns: [],
          onChange,
        });
        editor.current.showDiagnostics(file.diagnostics);
      },
      (error: unknown) => setProblem(asProblem(error)),
    );
    return () => {
      isGone = true;
      editor.current?.destroy();
    };
  }, []);
  return (
    <div class="yaml">
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      <Diagnostics
        list={file.diagnostics}
        onOpen={({ source }) => editor.current?.goTo(source?.line ?? 1, source?.column ?? 1)}
      />
      <div ref={host} class="yaml-host" />
    </div>
  );
}
