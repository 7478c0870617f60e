import type { ComponentChildren } from "preact";
import type { Problem } from "../api/client.js";
import type { Covered, Diagnostic, State } from "../api/types.js";
import { Icon } from "./icons.js";

const STATES: { readonly [state in State]: { readonly label: string; readonly hint: string } } = {
  "in-sync": { label: "In sync", hint: "The database has what the manifest declares" },
  pending: { label: "Pending", hint: "The manifest has changes that were not applied yet" },
  drifted: { label: "Drifted", hint: "The database was changed by something else" },
  undeclared: { label: "Undeclared", hint: "A row that no manifest declares" },
  deleted: { label: "Deleted", hint: "Somebody deleted its row in the database" },
  invalid: { label: "Invalid", hint: "Its manifest has errors" },
  unknown: { label: "Unknown", hint: "No plan can be made, which tells the state; the page Plan says why" },
};

/** The states that a list can be narrowed to, with the words for them. */
export const STATE_OPTIONS = (["in-sync", "pending", "drifted", "undeclared"] as const).map(
  (state) => [state, STATES[state].label] as const,
);

/** How an object stands; a blank badge while that is not known yet. */
export function StateBadge({ state }: { readonly state: State | null }) {
  if (state === null)
    return (
      <span class="badge badge-waiting" title="The plan is being made, which tells the state">
        <span class="unseen">State not known yet</span>
      </span>
    );
  const { label, hint } = STATES[state] ?? { label: state, hint: "" };
  return (
    <span class={`badge badge-${state}`} title={hint}>
      {label}
    </span>
  );
}

/** Which share of a set's items has a picture. */
export function Coverage({ covered }: { readonly covered: Covered | null }) {
  if (covered === null) return <span class="muted">—</span>;
  return (
    <span class="coverage">
      <span>
        <b>{covered.items}</b> of {covered.of}
        {(covered.doubled ?? 0) > 0 ? <span class="muted">, {covered.doubled} twice</span> : null}
      </span>
      <progress max={Math.max(covered.of, 1)} value={covered.items} aria-hidden="true" />
    </span>
  );
}

/** Lines of the height of what is coming, so that nothing moves when it comes. */
export function Skeleton(props: {
  readonly rows: number;
  readonly height: number;
  readonly shape?: "lines" | "cards";
}) {
  const { rows, height, shape = "lines" } = props;
  return (
    <div class={`skeleton skeleton-${shape}`} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} style={{ height: `${height}px` }} />
      ))}
    </div>
  );
}

/** What there is instead of content, with the way on. `isPage`: it is all that the page shows. */
export function Empty(props: {
  readonly title: string;
  readonly isPage?: boolean;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      {props.isPage === true ? <h1>{props.title}</h1> : <h2>{props.title}</h2>}
      {props.children}
    </div>
  );
}

/** Why something could not be loaded or done. */
export function ProblemNote({ problem }: { readonly problem: Problem }) {
  return (
    <div class="note note-bad" role="alert">
      <Icon name="warning" />
      <div>
        <p>{problem.message}</p>
        <Diagnostics list={problem.diagnostics} />
      </div>
    </div>
  );
}

/** Diagnostics as the command line words them. `onOpen`: goes to a line of the manifest. */
export function Diagnostics(props: {
  readonly list: readonly Diagnostic[];
  readonly onOpen?: (diagnostic: Diagnostic) => void;
}) {
  if (props.list.length === 0) return null;
  return (
    <ul class="diagnostics">
      {props.list.map((diagnostic, index) => (
        <li key={index} class={`diagnostic-${diagnostic.severity}`}>
          <p>
            <b>{diagnostic.summary}</b> <code class="muted">{diagnostic.code}</code>
          </p>
          {diagnostic.detail === undefined ? null : <p>{diagnostic.detail}</p>}
          {diagnostic.expected === undefined ? null : <p class="muted">Expected {diagnostic.expected}</p>}
          {diagnostic.help === undefined ? null : <p class="muted">{diagnostic.help}</p>}
          <Place diagnostic={diagnostic} onOpen={props.onOpen} />
        </li>
      ))}
    </ul>
  );
}

function Place(props: {
  readonly diagnostic: Diagnostic;
  readonly onOpen: ((diagnostic: Diagnostic) => void) | undefined;
}) {
  const { source } = props.diagnostic;
  if (source === undefined) return null;
  const text = [source.file, source.line, source.column].filter((part) => part !== undefined).join(":");
  if (props.onOpen === undefined) return <code class="muted">{text}</code>;
  return (
    <button type="button" class="link" onClick={() => props.onOpen?.(props.diagnostic)}>
      {text}
    </button>
  );
}

/** `1 item`, `2 items`. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
