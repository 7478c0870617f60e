/** What a client that listens is told. */
type ServerEvent =
  /** Something of the estate changed: manifests, configuration or database. `version` ascends. */
  | { readonly event: "estate"; readonly data: { readonly version: number } }
  /** A file of the project changed. `path`: relative to the project folder; `etag`: null when it is gone. */
  | { readonly event: "file"; readonly data: { readonly path: string; readonly etag: string | null } }
  /** Somebody committed to the database. */
  | { readonly event: "database"; readonly data: Record<string, never> }
  | {
      readonly event: "apply";
      readonly data: { readonly phase: string; readonly done: number; readonly total: number };
    };

/** Passes events on to whoever listens. */
export class EventHub {
  readonly #listeners = new Set<(event: ServerEvent) => void>();

  publish(event: ServerEvent): void {
    for (const listen of this.#listeners) listen(event);
  }

  /** Listens until the returned function is called. */
  subscribe(listen: (event: ServerEvent) => void): () => void {
    this.#listeners.add(listen);
    return () => this.#listeners.delete(listen);
  }
}
