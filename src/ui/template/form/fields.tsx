import { useId } from "preact/hooks";
import type { Json } from "../../api/types.js";

interface FieldProps<Value> {
  readonly label: string;
  readonly help: string;
  readonly value: Value;
  readonly isChanged: boolean;
  readonly isReadOnly: boolean;
}

export function TextField(props: FieldProps<string> & { readonly onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div class={`field${props.isChanged ? " is-changed" : ""}`}>
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="text"
        value={props.value}
        readOnly={props.isReadOnly}
        aria-describedby={`${id}-help`}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
      <p class="help" id={`${id}-help`}>
        {props.help}
      </p>
    </div>
  );
}

/** A number; an empty field removes the key. What is no number is not taken over. */
export function NumberField(
  props: FieldProps<Json | undefined> & {
    readonly isWhole: boolean;
    readonly onChange: (value: number | undefined) => void;
  },
) {
  const id = useId();
  return (
    <div class={`field${props.isChanged ? " is-changed" : ""}`}>
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="number"
        min={0}
        step={props.isWhole ? 1 : "any"}
        value={typeof props.value === "number" ? String(props.value) : ""}
        readOnly={props.isReadOnly}
        title={props.help}
        onInput={(event) => {
          const { value, valueAsNumber } = event.currentTarget;
          if (value === "") props.onChange(undefined);
          else if (Number.isFinite(valueAsNumber)) props.onChange(valueAsNumber);
        }}
      />
    </div>
  );
}

export function CheckField(props: FieldProps<boolean> & { readonly onChange: (value: boolean) => void }) {
  const id = useId();
  return (
    <div class={`check${props.isChanged ? " is-changed" : ""}`}>
      <input
        id={id}
        type="checkbox"
        checked={props.value}
        disabled={props.isReadOnly}
        aria-describedby={`${id}-help`}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <label for={id}>{props.label}</label>
      <p class="help" id={`${id}-help`}>
        {props.help}
      </p>
    </div>
  );
}
