import { useId } from "preact/hooks";
import { Icon } from "../../design/icons.js";
import { cutAtPlaceholders, suggest, unknownPlaceholders } from "./prompts.js";

/** A text whose placeholders are marked, with the fix for each that is no column. */
export function PromptField(props: {
  readonly label: string;
  readonly help: string;
  readonly value: string;
  /** Columns that placeholders may name; undefined: the text has no placeholders. */
  readonly columns: readonly string[] | undefined;
  readonly isChanged: boolean;
  readonly isReadOnly: boolean;
  readonly onChange: (value: string) => void;
  /** Takes a fix over, as a step of its own to undo. */
  readonly onFix?: (value: string) => void;
}) {
  const id = useId();
  const unknown = props.columns === undefined ? [] : unknownPlaceholders(props.value, props.columns);
  return (
    <div class={`field${props.isChanged ? " is-changed" : ""}`}>
      <label for={id}>{props.label}</label>
      <div class="marked">
        <div class="marked-text" aria-hidden="true">
          {props.columns === undefined
            ? props.value
            : cutAtPlaceholders(props.value).map(({ text, name }, at) =>
                name === undefined ? (
                  text
                ) : (
                  <mark key={at} class={unknown.includes(name) ? "is-unknown" : ""}>
                    {text}
                  </mark>
                ),
              )}{" "}
        </div>
        <textarea
          id={id}
          rows={1}
          spellcheck={false}
          value={props.value}
          readOnly={props.isReadOnly}
          aria-describedby={`${id}-help`}
          aria-invalid={unknown.length > 0}
          onInput={(event) => props.onChange(event.currentTarget.value)}
        />
      </div>
      <p class="help" id={`${id}-help`}>
        {props.help}
      </p>
      {unknown.map((name) => (
        <Unknown
          key={name}
          name={name}
          value={props.value}
          columns={props.columns ?? []}
          isReadOnly={props.isReadOnly}
          onFix={props.onFix ?? props.onChange}
        />
      ))}
    </div>
  );
}

function Unknown(props: {
  readonly name: string;
  readonly value: string;
  readonly columns: readonly string[];
  readonly isReadOnly: boolean;
  readonly onFix: (value: string) => void;
}) {
  const meant = suggest(props.name, props.columns);
  const choices = meant === undefined ? props.columns.slice(0, 4) : [meant];
  return (
    <p class="fix" role="alert">
      <Icon name="warning" />
      <span>
        <code>{`{${props.name}}`}</code> is not a column.
      </span>
      {props.isReadOnly
        ? null
        : choices.map((column) => (
            <button
              key={column}
              type="button"
              onClick={() => props.onFix(props.value.replaceAll(`{${props.name}}`, `{${column}}`))}
            >
              Use <code>{`{${column}}`}</code>
            </button>
          ))}
    </p>
  );
}
