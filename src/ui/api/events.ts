import { signal } from "@preact/signals";

/** Counts what changed outside: files or database. Whoever reads it loads again. */
export const changes = signal(0);

/** Counts how often the plan became known, and with it every state. */
export const plans = signal(0);

/** False while there is no plan of this moment, as with an invalid manifest. */
export const hasPlan = signal(true);

/** How far the running apply is; undefined when none runs. */
export const applying = signal<{ phase: string; done: number; total: number } | undefined>(undefined);

/** False while the stream of events is broken, which is when the server stopped. */
export const isConnected = signal(true);

/** Files that are announced within this time are one change: a save writes several. */
const SETTLE_MS = 120;

/** Follows the server's events until the page is closed. The browser reconnects by itself. */
export function followEvents(): void {
  const stream = new EventSource("/api/v1/events");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      changes.value += 1;
    }, SETTLE_MS);
  };
  for (const name of ["estate", "file", "database"]) stream.addEventListener(name, changed);
  stream.addEventListener("plan", (event) => {
    hasPlan.value = JSON.parse(event.data).planId !== null;
    plans.value += 1;
  });
  stream.addEventListener("apply", (event) => {
    const step = JSON.parse(event.data);
    applying.value = typeof step.total === "number" && step.done < step.total ? step : undefined;
  });
  stream.addEventListener("open", () => {
    // What happened while nobody listened is unknown.
    if (!isConnected.peek()) changed();
    isConnected.value = true;
  });
  stream.addEventListener("error", () => {
    isConnected.value = false;
  });
}
