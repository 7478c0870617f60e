import type { Command, Context } from "../args/command.js";
import { JSON_OPTION } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync serve`: the API and the web app. */
export const serve: Command = {
  name: "serve",
  summary: "serve the web app and the API on this machine",
  details: `Prints the link that opens the web app. It works once: it gives the browser a cookie. Scripts send the token that
--json prints as Bearer. Beyond this machine the server needs --token and --allowed-host, and only reads without --write.`,
  args: [],
  options: [
    {
      name: "port",
      value: { kind: "count", label: "N" },
      summary: "port to listen on; 0: any that is free (default: 4420)",
    },
    {
      name: "host",
      value: { kind: "text", label: "ADDRESS" },
      summary: "address to listen on (default: 127.0.0.1 and ::1)",
    },
    {
      name: "allowed-host",
      value: { kind: "list", label: "NAME" },
      summary: "also answer under this name, e.g. sync.example.org",
    },
    {
      name: "token",
      value: { kind: "text", label: "TOKEN" },
      variable: "SYNC_TOKEN",
      summary: "token of at least 16 characters (default: a new one each time)",
    },
    { name: "write", summary: "allow writing through an address beyond this machine" },
    { name: "read-only", summary: "allow no writing at all" },
    { name: "open", summary: "open the web app in the browser" },
    JSON_OPTION,
  ],
  examples: [
    { line: "sync serve --open", does: "the web app in the browser" },
    { line: "sync serve --port 0 --json", does: "for a program: one line with url and token" },
    {
      line: "sync serve --host 0.0.0.0 --allowed-host sync.lan",
      does: "for others, reading only; SYNC_TOKEN holds the token",
    },
  ],
  run: runServer,
};

async function runServer(context: Context): Promise<ExitCode> {
  const { flags, output } = context;
  const [{ readProjectRequest }, { withPorts }, { readServeOptions }, { openSite }, { startServer }] =
    await Promise.all([
      import("../args/project.js"),
      import("../terminal/ports.js"),
      import("../args/serve-options.js"),
      import("../../server/site/open-site.js"),
      import("../../server/server.js"),
    ]);
  const { isWritable, ...options } = readServeOptions(flags);
  return withPorts(context, async (ports) => {
    const site = await openSite(readProjectRequest(context), ports, isWritable);
    const stop = ports.takeSignal();
    const onBug = (error: unknown) =>
      output.warn(`error[internal] ${error instanceof Error && output.verbose ? error.stack : error}`);
    const server = await startServer({ ...options, site, onBug });
    const { url, link, token } = server;
    output.print(output.json ? JSON.stringify({ url, token }) : link);
    if (flags.isOn("open")) await (await import("../terminal/open-browser.js")).openBrowser(link, output);
    await new Promise((resolve) => stop.addEventListener("abort", resolve, { once: true }));
    output.say(`Stopped serving ${url}`);
    await server.close();
    return EXIT.success;
  });
}
