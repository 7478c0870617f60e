import { readVersion } from "../engine/project/version.js";

const argv = process.argv.slice(2);
watchStream(process.stdout);
watchStream(process.stderr);
if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
  // The shortest way: a shell prompt or an installer asks for this often.
  process.stdout.write(`${readVersion()}\n`);
} else {
  await runProcess();
}

async function runProcess(): Promise<void> {
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
