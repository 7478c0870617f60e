import { readVersion } from "./version.js";

const argv = process.argv.slice(2);
ignoreClosedPipe(process.stdout);
ignoreClosedPipe(process.stderr);
if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
  // The shortest way: a shell prompt or an installer asks for this often.
  process.stdout.write(`${readVersion()}\n`);
} else {
  await runProcess();
}

async function runProcess(): Promise<void> {
  const [{ openProgram }, { reportFailure }, { watchSignals }] = await Promise.all([
    import("./program.js"),
    import("./report-failure.js"),
    import("./signals.js"),
  ]);
  const watch = watchSignals();
  const program = openProgram({
    argv,
    environment: process.env,
    cwd: process.cwd(),
    streams: process,
    signal: watch.signal,
    now: () => new Date(),
  });
  try {
    process.exitCode = await program.run();
  } catch (error) {
    // A signal that broke a step off is no failure of that step.
    if (watch.exit() === undefined) process.exitCode = await reportFailure(error, program.output);
    else program.output.warn("Stopped. Nothing else was written.");
  }
  // process.exit() would cut off what a pipe has not taken yet, so the code is only set.
  process.exitCode = watch.exit() ?? process.exitCode;
}

/** The reader of a pipe may leave early (`sync ls images | head`); that is no failure. */
function ignoreClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}
