import { Client } from "pg";

/** Connects to a database as another program does. */
export async function connectTo(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** Rows of a query on a connection of its own. */
export async function ask(
  url: string,
  sql: string,
  ...values: readonly unknown[]
): Promise<readonly Record<string, unknown>[]> {
  const client = await connectTo(url);
  try {
    return (await client.query(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
