import { useLoad } from "../api/load.js";
import type { PlanPage } from "../api/types.js";
import { Icon } from "../design/icons.js";
import { plural } from "../design/words.js";

/** Names manifests that can't be read, on every list: nothing can be planned before they are corrected. */
export function InvalidNote() {
  const { data } = useLoad<PlanPage>("/plan", { limit: 0 });
  const errors = data?.diagnostics.filter(({ severity }) => severity === "error") ?? [];
  const files = [...new Set(errors.flatMap(({ source }) => source?.file ?? []))];
  if (files.length === 0) return null;
  return (
    <div class="note note-bad invalid-note" role="alert">
      <Icon name="warning" />
      <div>
        <p>
          <b>{plural(files.length, "manifest")} can’t be read.</b> Everything else can be seen and edited;
          plans wait.
        </p>
        <ul>
          {files.slice(0, 5).map((file) => (
            <li key={file}>
              <a href={`/files/${encodeURIComponent(file)}`}>{file}</a>{" "}
              {errors.find(({ source }) => source?.file === file)?.summary}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
