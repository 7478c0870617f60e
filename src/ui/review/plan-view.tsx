import type { Blocked, Change, Counts, Json, PlanPart, PromptChange } from "../api/types.js";
import { WordDiff } from "../design/word-diff.js";
import { plural } from "../design/words.js";
import { PromptChanges } from "./prompt-changes.js";

const VERBS: { readonly [action in Change["action"]]: string } = {
  create: "add",
  update: "change",
  move: "move",
  adopt: "adopt",
  release: "release",
  delete: "delete",
};

/** A plan by object and field. */
export function PlanView({ plan }: { readonly plan: PlanPart }) {
  return (
    <div class="plan">
      <CountLine counts={plan.counts} />
      {plan.guards?.map(({ code, reason, help }) => (
        <div key={code} class="note note-bad">
          <p>
            <b>{reason}</b> {help}
          </p>
        </div>
      ))}
      <BlockedList blocked={plan.blocked} />
      {plan.changes.map((change) => (
        <ChangeView key={change.address} change={change} />
      ))}
    </div>
  );
}

export function CountLine({ counts }: { readonly counts: Counts | null }) {
  const parts = (Object.keys(VERBS) as Change["action"][]).filter((action) => (counts?.[action] ?? 0) > 0);
  if (parts.length === 0) return <p class="muted">Nothing to do.</p>;
  return (
    <p class="counts">
      {parts.map((action) => (
        <span key={action} class={`badge action-${action}`}>
          {(counts?.[action] ?? 0).toLocaleString("en")} to {VERBS[action]}
        </span>
      ))}
    </p>
  );
}

function BlockedList({ blocked }: { readonly blocked: readonly Blocked[] }) {
  if (blocked.length === 0) return null;
  return (
    <div class="note note-bad">
      <div>
        <p>
          <b>{plural(blocked.length, "object")} can’t be applied</b>
        </p>
        <ul>
          {blocked.slice(0, 50).map((one) => (
            <li key={one.address}>
              <code>{one.address}</code> {one.summary ?? one.reason ?? one.code}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

export function ChangeView({ change }: { readonly change: Change }) {
  const prompts: readonly PromptChange[] = change.prompts?.shown ?? [];
  const [, name = change.address] = /^[^:]*:(.*)$/.exec(change.address) ?? [];
  return (
    <article class="change">
      <h3>
        <span class={`badge action-${change.action}`}>{VERBS[change.action]}</span>
        <span>{decodeURIComponent(name)}</span>
        <small class="muted">{change.kind}</small>
      </h3>
      {(change.diffs ?? []).length === 0 ? null : (
        <dl class="field-diffs">
          {change.diffs?.map((diff) => (
            <div key={diff.field}>
              <dt>
                {diff.field}
                {diff.cause === "drift" ? <span class="badge badge-drifted">Drift</span> : null}
              </dt>
              <dd>
                {isTable(diff.before, diff.after) ? (
                  tableWords(diff.before, diff.after)
                ) : (
                  <WordDiff before={show(diff.before)} after={show(diff.after)} />
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {prompts.length === 0 ? null : (
        <PromptChanges
          prompts={prompts}
          more={change.prompts?.more ?? 0}
          slug={change.kind === "set-template" && change.action !== "create" ? name : undefined}
        />
      )}
    </article>
  );
}

function show(value: Json | undefined): string {
  return value === undefined || value === null
    ? ""
    : typeof value === "string"
      ? value
      : JSON.stringify(value);
}

function isTable(before: Json, after: Json): boolean {
  return [before, after].some(
    (value) => Array.isArray(value) && value.length > 0 && typeof value[0] === "object",
  );
}

/** Tables are told in rows; their cells stand in the file's diff. */
function tableWords(before: Json, after: Json): string {
  const old = Array.isArray(before) ? before : [];
  const now = Array.isArray(after) ? after : [];
  const texts = new Set(old.map((row) => JSON.stringify(row)));
  const changed = now.filter((row) => !texts.has(JSON.stringify(row))).length;
  return `${plural(old.length, "row")} → ${plural(now.length, "row")}, ${changed} new or changed`;
}
