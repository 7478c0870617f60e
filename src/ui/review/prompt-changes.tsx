import { useState } from "preact/hooks";
import { segment } from "../api/client.js";
import { useLoad } from "../api/load.js";
import type { Coverage, PromptChange } from "../api/types.js";
import { Thumb } from "../design/picture.js";
import { WordDiff } from "../design/word-diff.js";
import { plural } from "../design/words.js";

/** Prompts that are shown before somebody asks for the rest. */
const FIRST = 4;

/** Prompts before and after, each beside the picture that the old one made. */
export function PromptChanges(props: {
  readonly prompts: readonly PromptChange[];
  readonly more: number;
  readonly slug: string | undefined;
}) {
  const [isWhole, setWhole] = useState(false);
  const { data } = useLoad<Coverage>(
    props.slug === undefined ? undefined : `/templates/${segment(props.slug)}/coverage`,
  );
  const shown = isWhole ? props.prompts : props.prompts.slice(0, FIRST);
  const count = props.prompts.length + props.more;
  return (
    <div class="prompts">
      <p>
        <b>{plural(count, "prompt")}</b> {count === 1 ? "changes" : "change"}
      </p>
      <ol>
        {shown.map((prompt) => {
          const id = data?.albums.flatMap((album) => album.cells[prompt.item] ?? [])[0];
          return (
            <li key={prompt.item}>
              {id === undefined ? <span class="hole" /> : <Thumb id={id} />}
              <div>
                <b>{prompt.item}</b>
                <p>
                  <WordDiff before={prompt.before ?? ""} after={prompt.after ?? ""} />
                </p>
              </div>
            </li>
          );
        })}
      </ol>
      {props.prompts.length > shown.length ? (
        <button type="button" class="quiet" onClick={() => setWhole(true)}>
          Show all {props.prompts.length}
        </button>
      ) : null}
      {isWhole && props.more > 0 ? <p class="muted">and {props.more} more</p> : null}
    </div>
  );
}
