import { isIP } from "node:net";
import { usageFailure } from "../../engine/project/failure.js";
import type { ServeOptions } from "../../server/server.js";
import type { Flags } from "./flags.js";

type Wanted = Pick<ServeOptions, "port" | "addresses" | "names" | "token"> & { readonly isWritable: boolean };

const USUAL_PORT = 4420;
const SHORTEST_TOKEN = 16;
const LOOPBACK = ["127.0.0.1", "::1"];

/** Where and how to serve. Throws a usage failure for what would open the server to everybody. */
export function readServeOptions(flags: Flags): Wanted {
  const port = flags.count("port") ?? USUAL_PORT;
  if (port > 65_535) throw usageFailure(`--port can't be ${port}`, "Use a number up to 65535.");
  const addresses = readAddresses(flags.text("host"));
  const names = flags.list("allowed-host").map((name) => readName(name));
  const token = readToken(flags.text("token"));
  if (flags.isOn("write") && flags.isOn("read-only"))
    throw usageFailure("--write and --read-only don't go together", "Leave out one of them.");
  const isLocal = addresses.every((address) => LOOPBACK.includes(address) || address.startsWith("127."));
  if (!isLocal) checkOpen(addresses, names, token);
  const isWritable = !flags.isOn("read-only") && (isLocal || flags.isOn("write"));
  return { port, addresses, names, token, isWritable };
}

function readAddresses(host: string | undefined): readonly string[] {
  if (host === undefined || host === "localhost") return LOOPBACK;
  if (isIP(host) === 0)
    throw usageFailure(`--host can't be "${host}"`, "Use an IP address of this machine, or 0.0.0.0 for all.");
  return [host];
}

function readName(name: string): string {
  if (!/^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i.test(name))
    throw usageFailure(
      `--allowed-host can't be "${name}"`,
      "Use a name as browsers show it: sync.example.org.",
    );
  return name.toLowerCase();
}

function readToken(token: string | undefined): string | undefined {
  if (token !== undefined && (token.length < SHORTEST_TOKEN || /[^!-~]/.test(token)))
    throw usageFailure(
      "the token is too short, or has characters beyond ASCII",
      `Use at least ${SHORTEST_TOKEN} letters, digits and signs; openssl rand -hex 24 makes one.`,
    );
  return token;
}

function checkOpen(addresses: readonly string[], names: readonly string[], token: string | undefined): void {
  if (token !== undefined && names.length > 0) return;
  const missing = [token === undefined && "--token", names.length === 0 && "--allowed-host"].filter(Boolean);
  throw usageFailure(
    `${addresses.join(", ")} can be reached from other machines, so ${missing.join(" and ")} must be given`,
    "SYNC_TOKEN holds the token, --allowed-host the name that browsers use; or serve this machine alone.",
  );
}
