import { get } from "../api/client.js";
import { asProblem } from "../api/load.js";
import type { Change, Json } from "../api/types.js";
import { plural } from "../design/words.js";
import { openReview } from "../review/review.js";
import { canWrite } from "../shell/session.js";
import { notify } from "../shell/toasts.js";

/** Objects that are listed; the changes below name all. */
const MOST = 30;

/** Values that something else changed: apply repairs them, or the manifest takes them over. */
export function Drift({ changes }: { readonly changes: readonly Change[] }) {
  const drifted = changes.filter((change) => change.diffs?.some(({ cause }) => cause === "drift"));
  if (drifted.length === 0) return null;
  return (
    <section class="note drift-list" aria-label="Drift">
      <div>
        <p>
          <b>{plural(drifted.length, "object")} drifted.</b> Apply repairs{" "}
          {drifted.length === 1 ? "it" : "them"}. Keep a value to make it the manifest’s.
        </p>
        <ul>
          {drifted.slice(0, MOST).flatMap((change) =>
            change.diffs
              ?.filter(({ cause }) => cause === "drift")
              .map(({ field, before }) => (
                // What is focused stays with its object when the plan comes again.
                <li key={`${change.address} ${field}`}>
                  <code>
                    {change.address} {field}
                  </code>
                  {canKeep(change, before) ? (
                    <button
                      type="button"
                      aria-label={`Keep “${String(before)}” as ${field} of ${change.address}`}
                      onClick={() => void keep(change, field, before)}
                    >
                      Keep “{String(before)}”
                    </button>
                  ) : null}
                </li>
              )),
          )}
        </ul>
        {drifted.length > MOST ? <p>and {drifted.length - MOST} more, among the changes below</p> : null}
      </div>
    </section>
  );
}

function canKeep(change: Change, value: Json): boolean {
  const isPlain = value !== null && typeof value !== "object";
  return canWrite.value && change.kind !== "image" && change.manifest !== undefined && isPlain;
}

async function keep(change: Change, field: string, value: Json): Promise<void> {
  const file = change.manifest as string;
  try {
    const { etag } = await get<{ readonly etag: string }>("/files", { path: file });
    openReview({
      title: `Keep ${field} in the manifest`,
      edits: [{ file, etag, ops: [{ op: "set", path: [field], value }] }],
      onSaved: () => {},
    });
  } catch (error) {
    notify(asProblem(error).message, { tone: "bad" });
  }
}
