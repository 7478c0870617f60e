import { useRef } from "preact/hooks";
import { Icon } from "../design/icons.js";
import { useKeys } from "./keys.js";
import { query, setQuery } from "./router.js";

/** Values of a filter with the words for them. */
export type Options = readonly (readonly [value: string, label: string])[];

export const VISIBILITY: Options = [
  ["true", "Public"],
  ["false", "Private"],
];

/** A filter with a few values, which stands in the address. */
export interface Choice {
  readonly name: string;
  readonly label: string;
  readonly options: Options;
}

/** What the address says of filters, by name; "" for those that it does not set. */
export function readFilters(names: readonly string[]): { readonly [name: string]: string } {
  return Object.fromEntries(names.map((name) => [name, query.value.get(name) ?? ""]));
}

/** The search field and the filters above a list. `onDown`: leads from the field into the list. */
export function FilterBar(props: {
  /** The name of the search field. */
  readonly label: string;
  readonly values: { readonly [name: string]: string };
  readonly choices: readonly Choice[];
  readonly onDown?: () => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => field.current?.focus() });
  return (
    <search class="filters">
      <label class="search">
        <Icon name="search" />
        <span class="unseen">{props.label}</span>
        <input
          ref={field}
          type="search"
          placeholder="Search"
          value={props.values.text ?? ""}
          onInput={(event) => setQuery({ text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown" || event.key === "Enter") props.onDown?.();
            if (event.key === "Escape") event.currentTarget.blur();
          }}
        />
        <kbd>/</kbd>
      </label>
      {props.choices.map((choice) => (
        <ChoiceField key={choice.name} choice={choice} value={props.values[choice.name] ?? ""} />
      ))}
    </search>
  );
}

function ChoiceField({ choice, value }: { readonly choice: Choice; readonly value: string }) {
  return (
    <label class="choice">
      <span class="unseen">{choice.label}</span>
      <select
        class={value === "" ? "unset" : ""}
        value={value}
        onChange={(event) => setQuery({ [choice.name]: event.currentTarget.value })}
      >
        <option value="">{choice.label}: any</option>
        {choice.options.map(([option, label]) => (
          <option key={option} value={option}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
