import { Icon } from "../design/icons.js";
import { setQuery } from "./router.js";

/** The filter for words, which stands in the address. `onDown`: leads into the list. */
export function SearchField(props: {
  readonly field: { current: HTMLInputElement | null };
  readonly label: string;
  readonly value: string;
  readonly onDown?: () => void;
}) {
  return (
    <label class="search">
      <Icon name="search" />
      <span class="unseen">{props.label}</span>
      <input
        ref={props.field}
        type="search"
        placeholder="Search"
        value={props.value}
        onInput={(event) => setQuery({ text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" || event.key === "Enter") props.onDown?.();
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <kbd>/</kbd>
    </label>
  );
}

/** A filter with a few values, which stands in the address. */
export function Choice(props: {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}) {
  return (
    <label class="choice">
      <span class="unseen">{props.label}</span>
      <select
        class={props.value === "" ? "unset" : ""}
        value={props.value}
        onChange={(event) => setQuery({ [props.name]: event.currentTarget.value })}
      >
        <option value="">{props.label}: any</option>
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
