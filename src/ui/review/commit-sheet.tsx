import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { type Problem, post } from "../api/client.js";
import { asProblem } from "../api/load.js";
import { Sheet } from "../design/sheet.js";
import { ProblemNote } from "../design/words.js";
import { notify } from "../shell/toasts.js";

/** Files that were saved and that somebody wants to commit. */
const asked = signal<readonly string[] | undefined>(undefined);

export function askForCommit(paths: readonly string[]): void {
  asked.value = paths;
}

/** Commits saved files with git, and no others. */
export function CommitSheet() {
  return asked.value === undefined ? null : <Commit paths={asked.value} />;
}

function Commit({ paths }: { readonly paths: readonly string[] }) {
  const [message, setMessage] = useState("");
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  const close = () => {
    asked.value = undefined;
  };
  const commit = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const made = await post<{ readonly commit: string }>("/commit", { message, paths });
      close();
      notify(`Committed ${made.commit.slice(0, 8)}`);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Sheet title="Commit" shape="middle" onClose={close}>
      <form
        class="bulk-form"
        onSubmit={(event) => {
          event.preventDefault();
          void commit();
        }}
      >
        <input
          data-first=""
          aria-label="Message"
          placeholder="Why it was changed"
          value={message}
          onInput={(event) => setMessage(event.currentTarget.value)}
        />
        <button type="submit" class="primary" disabled={isBusy || message.trim() === ""}>
          Commit
        </button>
      </form>
      <ul class="muted">
        {paths.map((path) => (
          <li key={path}>
            <code>{path}</code>
          </li>
        ))}
      </ul>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
    </Sheet>
  );
}
