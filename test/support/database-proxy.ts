import { connect, createServer, type Server, type Socket } from "node:net";

interface Proxy {
  readonly url: string;
  /** How many bytes went to the server. */
  bytes(): number;
  close(): Promise<void>;
}

/** Stands between the program and the server until so many bytes came from the program, which `end` or else a cut follows. */
export async function openProxy(target: string, cut: number, end?: () => unknown): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let bytes = 0;
  let isOver = false;
  const server: Server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
    }
    far.pipe(near);
    near.on("data", (data) => {
      bytes += data.length;
      if (bytes < cut) {
        far.write(data);
        return;
      }
      if (isOver) return;
      isOver = true;
      if (end !== undefined) end();
      else for (const socket of [near, far]) socket.resetAndDestroy();
    });
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(target);
  url.port = String((server.address() as { readonly port: number }).port);
  return {
    url: url.href,
    bytes: () => bytes,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
