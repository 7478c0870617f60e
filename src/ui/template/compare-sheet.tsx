import { useState } from "preact/hooks";
import { Sheet } from "../design/sheet.js";
import { WordDiff } from "../design/word-diff.js";
import type { Choices, Conflict } from "./draft/merge.js";

/** What is on disk beside what was typed, for each field that both changed. Nothing is lost before one is chosen. */
export function CompareSheet(props: {
  readonly conflicts: readonly Conflict[];
  readonly onClose: () => void;
  readonly onChosen: (choices: Choices) => void;
}) {
  const [choices, setChoices] = useState<Choices>({});
  const isDone = props.conflicts.every(({ field }) => choices[field] !== undefined);
  return (
    <Sheet
      title="Changed on disk"
      shape="middle"
      onClose={props.onClose}
      foot={
        <>
          <button type="button" onClick={props.onClose}>
            Decide later
          </button>
          <button type="button" class="primary" disabled={!isDone} onClick={() => props.onChosen(choices)}>
            Use what is chosen
          </button>
        </>
      }
    >
      <p>Something else changed the same fields since you began. Everything else was put together.</p>
      {props.conflicts.map(({ field, base, mine, disk }) => (
        <fieldset key={field} class="compare">
          <legend>{field}</legend>
          <div class="compare-columns">
            <div>
              <h3>Before</h3>
              <p>{base || <i class="muted">nothing</i>}</p>
            </div>
            {(["mine", "disk"] as const).map((side) => (
              <label key={side} class={choices[field] === side ? "is-chosen" : ""}>
                <h3>
                  <input
                    type="radio"
                    name={field}
                    checked={choices[field] === side}
                    onChange={() => setChoices({ ...choices, [field]: side })}
                  />
                  {side === "mine" ? "Mine" : "On disk"}
                </h3>
                <p>
                  <WordDiff before={base} after={side === "mine" ? mine : disk} />
                </p>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </Sheet>
  );
}
