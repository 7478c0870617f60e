import type { Browser } from "../../engine/browse/browser.js";
import type { Project } from "../../engine/project/project.js";
import type { EditProcesses } from "../plan/edit-processes.js";
import type { EventHub } from "./events.js";

/** What the handlers of the routes work on. */
export interface Site {
  /** The project, with its configuration on disk. Throws a failure when that is invalid. */
  readonly openProject: () => Promise<Project>;
  /** The project to look at. */
  readonly browser: Browser;
  /** What previews, saves and applies. */
  readonly edits: EditProcesses;
  /** Absolute. */
  readonly projectDir: string;
  /** As it was named when the server started. */
  readonly estate: string;
  /** True when the project was a git checkout with a commit when the server started. */
  readonly isCheckout: boolean;
  /** False for a server that only reads. */
  readonly isWritable: boolean;
  readonly events: EventHub;
  /** Ends event streams and processes, and closes the database; what writes ends at a safe point. */
  readonly close: (graceMs: number) => Promise<void>;
}
