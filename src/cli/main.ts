import { readVersion } from "../engine/project/version.js";

/** What Node.js gives a module whose top-level await never settles. */
const UNSETTLED = 13;

const argv = process.argv.slice(2);
watchStream(process.stdout);
watchStream(process.stderr);
if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
  // The shortest way: a shell prompt or an installer asks for this often.
  process.stdout.write(`${readVersion()}\n`);
} else {
  void runProcess();
}

async function runProcess(): Promise<void> {
  // Nobody awaits this: where nothing is left to wait for, Node.js would end well, whatever was not done.
  let isSettled = false;
  process.on("exit", (code) => {
    if (!isSettled && code === 0) process.exitCode = UNSETTLED;
  });
  const [{ openProgram }, { reportFailure }, { createSignals }] = await Promise.all([
    import("./program.js"),
    import("./report-failure.js"),
    import("./terminal/signals.js"),
  ]);
  const signals = createSignals();
  const program = openProgram({
    argv,
    environment: process.env,
    program: process.argv[1],
    cwd: process.cwd(),
    streams: process,
    takeSignals: signals.take,
    now: () => new Date(),
  });
  const code = await program.run().catch((error: unknown) => reportFailure(error, program.output));
  isSettled = true;
  // process.exit() would cut off what a pipe has not taken yet, so the code is only set.
  process.exitCode = signals.exit() ?? (code === 0 ? process.exitCode : code);
}

/** The reader of a pipe may leave early (`sync ls images | head`); that is no failure, but a full disk is. */
function watchStream(stream: NodeJS.WriteStream): void {
  stream.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    if (code === "EPIPE" || process.exitCode === 1) return;
    process.exitCode = 1;
    if (stream !== process.stderr)
      process.stderr.write(`error[system] the output can't be written: ${message}\n`);
  });
}
