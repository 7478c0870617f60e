/** What a client that listens is told. */
type ServerEvent =
  /** Something of the estate changed: manifests, configuration or database. `version` ascends. */
  | { readonly event: "estate"; readonly data: { readonly version: number } }
  /** A file of the project changed. `path`: relative to the project folder; `etag`: null when it is gone. */
  | { readonly event: "file"; readonly data: { readonly path: string; readonly etag: string | null } }
  /** Somebody committed to the database. */
  | { readonly event: "database"; readonly data: Record<string, never> }
  /** The plan of this moment is known, and with it every state; `planId`: null where none can be made. */
  | { readonly event: "plan"; readonly data: { readonly planId: string | null } }
  | {
      readonly event: "apply";
      readonly data: { readonly phase: string; readonly done: number; readonly total: number };
    };

/** Takes events; undefined is the end. */
type Listener = (event: ServerEvent | undefined) => void;

/** Passes events on to whoever listens. */
export class EventHub {
  readonly #listeners = new Set<Listener>();
  readonly #watch: (hub: EventHub) => () => void;
  #stopWatching: (() => void) | undefined;
  #isClosed = false;
  #plan: ServerEvent | undefined;

  /** `watch`: begins to look for changes, as long as anybody listens; what it returns ends that. */
  constructor(watch: (hub: EventHub) => () => void) {
    this.#watch = watch;
  }

  publish(event: ServerEvent): void {
    if (event.event === "plan") this.#plan = event;
    for (const listen of this.#listeners) listen(event);
  }

  /** Listens until the returned function is called; is told of the newest plan at once, which may be known already. */
  subscribe(listen: Listener): () => void {
    if (this.#isClosed) {
      listen(undefined);
      return () => {};
    }
    if (this.#plan !== undefined) listen(this.#plan);
    this.#listeners.add(listen);
    this.#stopWatching ??= this.#watch(this);
    return () => {
      this.#listeners.delete(listen);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  /** Tells everybody that this is the end. */
  close(): void {
    this.#isClosed = true;
    for (const listen of this.#listeners) listen(undefined);
    this.#stop();
  }

  #stop(): void {
    this.#stopWatching?.();
    this.#stopWatching = undefined;
  }
}
