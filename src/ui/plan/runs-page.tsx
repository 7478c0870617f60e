import { useLoad } from "../api/load.js";
import type { Counts, Page, Run, RunDetail } from "../api/types.js";
import { Empty, ProblemNote, plural, Skeleton } from "../design/words.js";
import { CountLine } from "../review/plan-view.js";
import { Command } from "../shell/command.js";

/** What was applied, by whom, from which commit. */
export function RunsPage({ selected }: { readonly selected: string | undefined }) {
  const { data, problem } = useLoad<Page<Run>>("/runs", { limit: 100 });
  return (
    <div class="page reading">
      <header class="page-head">
        <div>
          <h1>Runs</h1>
          <p class="muted">{data === undefined ? " " : plural(data.total, "run")}</p>
        </div>
      </header>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      {data === undefined && problem === undefined ? <Skeleton rows={5} height={70} /> : null}
      {data?.items.length === 0 ? (
        <Empty title="Nothing was applied yet">
          <a class="button" href="/plan">
            See the plan
          </a>
        </Empty>
      ) : null}
      <ol class="runs">
        {data?.items.map((run) => (
          <li key={run.run} class={String(run.run) === selected ? "is-open" : ""}>
            <a
              class="row-link"
              href={String(run.run) === selected ? "/runs" : `/runs/${run.run}`}
              aria-expanded={String(run.run) === selected}
            >
              Run {run.run}
            </a>
            <span>{timeOf(run.startedAt)}</span>
            <span class="muted">
              {run.command} by {run.who}
              {run.gitCommit === null ? "" : ` at ${run.gitCommit.slice(0, 8)}`}
            </span>
            <span class={`badge ${run.state === "complete" ? "badge-in-sync" : "badge-drifted"}`}>
              {run.state}
            </span>
            <CountLine counts={countsOf(run)} />
            {String(run.run) === selected ? <RunChanges id={run.run} /> : null}
          </li>
        ))}
      </ol>
    </div>
  );
}

function RunChanges({ id }: { readonly id: number }) {
  const { data, problem } = useLoad<RunDetail>(`/runs/${id}`);
  if (problem !== undefined) return <ProblemNote problem={problem} />;
  if (data === undefined) return <Skeleton rows={2} height={60} />;
  return (
    <div class="run-changes">
      <ul tabIndex={0} aria-label="Changes">
        {data.changes.map((change) => (
          <li key={`${change.action} ${change.address}`}>
            <span class={`badge action-${change.action}`}>{change.action}</span> <code>{change.address}</code>
          </li>
        ))}
      </ul>
      {data.total > data.changes.length ? (
        <p class="muted">and {plural(data.total - data.changes.length, "change")} more</p>
      ) : null}
      <p class="muted">Plan the reverse, which is reviewed and applied like any plan:</p>
      <Command text={`sync history --reverse ${id} --out back.json`} />
    </div>
  );
}

function countsOf(run: Run): Counts {
  const summary = run.summary ?? {};
  return Object.fromEntries(
    Object.entries(summary).filter(([, count]) => typeof count === "number"),
  ) as Counts;
}

/** `2026-11-27 16:49:08.763000`, which is UTC, in the reader's time. */
function timeOf(text: string): string {
  const time = new Date(`${text.replace(" ", "T").replace(/(\.\d{3})\d*$/, "$1")}Z`);
  return Number.isNaN(time.getTime())
    ? text
    : time.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}
