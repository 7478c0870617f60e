import { Worker } from "node:worker_threads";

/** What threads run: a module that calls `serve`, and what each thread is given at its start. */
interface ThreadProgram {
  readonly file: URL;
  readonly data: unknown;
}

interface Question<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

interface Thread<Request, Answer> {
  readonly worker: Worker;
  /** Asked and not answered yet, in order. */
  readonly open: Question<Request, Answer>[];
}

/** One is worked on, the next one lies ready. */
const OPEN_PER_THREAD = 2;

/** Threads that answer requests side by side, each of them one after the other. They start with the first request. */
export class ThreadPool<Request, Answer> {
  readonly #program: ThreadProgram;
  readonly #count: number;
  readonly #waiting: Question<Request, Answer>[] = [];
  #threads: readonly Thread<Request, Answer>[] = [];
  #failure: Error | undefined;
  #closed = false;

  constructor(program: ThreadProgram, count: number) {
    this.#program = program;
    this.#count = count;
  }

  /** The answer of a thread. Rejects with what a thread threw, then and from then on. */
  ask(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      if (this.#threads.length === 0)
        this.#threads = Array.from({ length: this.#count }, () => this.#start());
      this.#send();
    });
  }

  /** Ends the threads, whatever they are doing. What was not answered by then never is. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #start(): Thread<Request, Answer> {
    const { file, data } = this.#program;
    // What was preloaded into the process is of no use to a thread.
    const worker = new Worker(file, { workerData: data, execArgv: [] });
    const thread: Thread<Request, Answer> = { worker, open: [] };
    worker.on("message", (answer: Answer) => {
      thread.open.shift()?.resolve(answer);
      this.#send();
    });
    worker.on("error", (error: Error) => this.#fail(error));
    worker.on("exit", (code) => {
      if (!this.#closed) this.#fail(new Error(`A thread ended with ${code}.`));
    });
    return thread;
  }

  #send(): void {
    if (this.#failure !== undefined) this.#fail(this.#failure);
    for (let depth = 0; depth < OPEN_PER_THREAD; depth++)
      for (const { worker, open } of this.#threads) {
        if (open.length > depth) continue;
        const question = this.#waiting.shift();
        if (question === undefined) return;
        open.push(question);
        worker.postMessage(question.request);
      }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const questions of [this.#waiting, ...this.#threads.map(({ open }) => open)])
      for (const { reject } of questions.splice(0)) reject(this.#failure);
  }
}
