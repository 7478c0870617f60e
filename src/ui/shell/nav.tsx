import { applying, isConnected } from "../api/events.js";
import { useLoad } from "../api/load.js";
import type { Status } from "../api/types.js";
import { Icon, type IconName } from "../design/icons.js";
import { type NsfwMode, nsfwMode, setNsfwMode } from "../design/nsfw.js";
import { path } from "./router.js";
import { session } from "./session.js";

const PLACES: readonly { readonly to: string; readonly label: string; readonly icon: IconName }[] = [
  { to: "/templates", label: "Templates", icon: "templates" },
  { to: "/albums", label: "Albums", icon: "albums" },
  { to: "/images", label: "Images", icon: "images" },
  { to: "/discover", label: "Discover", icon: "discover" },
  { to: "/plan", label: "Plan", icon: "plan" },
  { to: "/runs", label: "Runs", icon: "runs" },
];

export function Nav() {
  const { data: status } = useLoad<Status>("/status");
  return (
    <header class="rail">
      <a class="brand" href="/templates">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <span>
          album-sync
          <small>{session.value?.project ?? " "}</small>
        </span>
      </a>
      <nav aria-label="Pages">
        {PLACES.map(({ to, label, icon }) => (
          <a key={to} href={to} aria-current={path.value.startsWith(to) ? "page" : undefined}>
            <Icon name={icon} />
            <span>{label}</span>
            {to === "/plan" ? <PlanCount status={status} /> : null}
          </a>
        ))}
      </nav>
      <div class="rail-foot">
        <NsfwSwitch />
        <Standing status={status} />
      </div>
    </header>
  );
}

function PlanCount({ status }: { readonly status: Status | undefined }) {
  const pending = Object.values(status?.pending?.actions ?? {}).reduce((sum, count) => sum + count, 0);
  return pending === 0 ? null : (
    <em class="count">
      {pending}
      <span class="unseen"> changes pending</span>
    </em>
  );
}

function NsfwSwitch() {
  return (
    <label class="nsfw">
      <span>NSFW</span>
      <select value={nsfwMode.value} onChange={(event) => setNsfwMode(event.currentTarget.value as NsfwMode)}>
        <option value="hide">Hide</option>
        <option value="blur">Blur</option>
        <option value="show">Show</option>
      </select>
    </label>
  );
}

/** Whether the server answers, who holds the lock, and whether we may write. */
function Standing({ status }: { readonly status: Status | undefined }) {
  const running = applying.value;
  if (!isConnected.value) return <p class="standing bad">Not connected. Is sync serve still running?</p>;
  if (running !== undefined)
    return (
      <p class="standing" aria-live="polite">
        Applying: {running.phase} {running.done} of {running.total}
        <progress max={running.total} value={running.done} aria-label="Apply" />
      </p>
    );
  if (status?.lock)
    return (
      <p class="standing">
        <Icon name="lock" /> Locked by {status.lock.who}
        {status.lock.expires === undefined ? "" : ` until ${status.lock.expires.slice(11, 16)} UTC`}
      </p>
    );
  if (session.value?.writable === false) return <p class="standing">Read-only</p>;
  return <p class="standing">Estate “{session.value?.estate ?? "…"}”</p>;
}
