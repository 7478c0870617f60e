import { isIPv6 } from "node:net";
import { setFlagsFromString } from "node:v8";
import { GRACE_MS, listenOnAll } from "./http/listen.js";
import { createTokens } from "./http/tokens.js";
import { createListener } from "./listener.js";
import type { Site } from "./site/site.js";

export interface ServeOptions {
  readonly site: Site;
  /** 0: any that is free. */
  readonly port: number;
  /** Addresses to listen on. */
  readonly addresses: readonly string[];
  /** Further names under which the server is reached, in lower case: `sync.example.org`, with or without a port. */
  readonly names: readonly string[];
  /** A token that a person chose. */
  readonly token?: string | undefined;
  readonly onBug: (error: unknown) => void;
}

/** A server that listens. */
interface RunningServer {
  /** Without a slash at its end. */
  readonly url: string;
  /** With what a browser needs to be let in. */
  readonly link: string;
  readonly token: string;
  /** Takes no more requests, lets those under way end, closes what stays open, such as event streams. */
  close(): Promise<void>;
}

/** Listens on all addresses, or throws the error of the system. */
export async function startServer({ site, onBug, ...options }: ServeOptions): Promise<RunningServer> {
  // V8 lets garbage grow to four times what is in use before it looks for some; a server stays for days.
  setFlagsFromString("--heap-growing-percent=40");
  const tokens = createTokens(options.token);
  let hosts: ReadonlySet<string> = new Set();
  const listener = createListener({ site, tokens, hosts: () => hosts, onBug });
  const endpoints = await listenOnAll(listener, options);
  const port = endpoints[0]?.port ?? options.port;
  hosts = listHosts(options, port);
  const url = `http://${nameServer(options, port)}`;
  return {
    url,
    link: tokens.code === undefined ? `${url}/` : `${url}/?token=${tokens.code}`,
    token: tokens.token,
    close: async () => {
      await Promise.all([site.close(GRACE_MS), ...endpoints.map((one) => one.stop())]);
    },
  };
}

type Naming = Pick<ServeOptions, "addresses" | "names">;

const EVERY_ADDRESS = ["0.0.0.0", "::"];

/** The Host headers that name this server: how browsers write its addresses and names, the port left out where it is 80. */
function listHosts({ addresses, names }: Naming, port: number): Set<string> {
  const isLoopback = addresses.some((address) => address === "127.0.0.1" || address === "::1");
  // What stands for every address is no name that anybody but an attacker uses.
  const own = addresses.filter((address) => !EVERY_ADDRESS.includes(address));
  const hosts = [...own, ...(isLoopback ? ["localhost"] : [])].map(bracket);
  const all = [
    ...hosts.map((host) => `${host}:${port}`),
    ...names,
    ...names.map((name) => `${name}:${port}`),
  ];
  return new Set(port === 80 ? [...all, ...hosts] : all);
}

/** The name and port to reach it by from here, or where it listens on every address, from elsewhere. */
function nameServer({ addresses, names }: Naming, port: number): string {
  const [first = "127.0.0.1"] = addresses;
  const [name] = names;
  if (name === undefined || !EVERY_ADDRESS.includes(first)) return `${bracket(first)}:${port}`;
  return /:\d+$/.test(name) ? name : `${name}:${port}`;
}

function bracket(address: string): string {
  return isIPv6(address) ? `[${address}]` : address;
}
