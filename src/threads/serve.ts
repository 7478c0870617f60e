import { parentPort } from "node:worker_threads";

/** Answers the requests of a ThreadPool, from within a thread of it. What `work` throws ends the pool. */
export function serve<Request, Answer>(work: (request: Request) => Answer): void {
  parentPort?.on("message", (request: Request) => parentPort?.postMessage(work(request)));
}
