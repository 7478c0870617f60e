import { useEffect, useRef, useState } from "preact/hooks";
import { type Problem, post } from "../api/client.js";
import type { FileEdit } from "../api/edit-types.js";
import { asProblem } from "../api/load.js";
import type { Diagnostic, Discovered } from "../api/types.js";
import { Diagnostics, ProblemNote, plural } from "../design/words.js";
import { openReview } from "../review/review.js";

interface Draft {
  readonly edits: readonly FileEdit[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Has the manifest of an album drafted, which reads all of its pictures, and opens it for review. */
export function WriteManifest({ album }: { readonly album: Discovered["albums"][number] }) {
  const running = useRef<AbortController | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [left, setLeft] = useState<readonly Diagnostic[]>([]);
  useEffect(() => () => running.current?.abort(), []);
  const draft = async () => {
    const controller = new AbortController();
    running.current = controller;
    setBusy(true);
    setProblem(undefined);
    setLeft([]);
    try {
      const found = await post<Draft>("/discover/draft", { albums: [album.id] }, controller.signal);
      if (found.edits.length === 0) setLeft(found.diagnostics);
      else
        openReview({
          title: `Review the manifest of “${album.name}”`,
          edits: found.edits,
          notes: found.diagnostics,
          onSaved: () => {},
        });
    } catch (error) {
      if (!controller.signal.aborted) setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button
        type="button"
        aria-label={`Write manifest of ${album.name}`}
        aria-disabled={isBusy}
        onClick={() => {
          if (!isBusy) void draft();
        }}
      >
        Write manifest
      </button>
      <div class="found-outcome" role="status">
        {isBusy ? (
          <p class="muted">
            Reading {plural(album.images, "image")}…{" "}
            <button type="button" class="quiet" onClick={() => running.current?.abort()}>
              Cancel
            </button>
          </p>
        ) : null}
        {problem === undefined ? null : <ProblemNote problem={problem} />}
        <Diagnostics list={left} />
      </div>
    </>
  );
}
