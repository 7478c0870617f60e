import type { Bench } from "../bench.js";
import type { Outcome } from "../benchmark.js";
import { atLeast, speedOf } from "../goals.js";
import { startDirectus } from "../peers/directus.js";
import { requestMany } from "./requests.js";
import type { ImageServer } from "./server.js";

const LIMIT = 100;
const REQUESTS = 400;
/** Before anything counts: both compile what they run often. */
const WARM_UP = 100;
const OURS = `GET /api/v1/images?limit=${LIMIT}`;

/** What is asked: the same page again and again, or one after the other through the whole table. */
const WALKS = ["one page", "page after page"] as const;

interface Table {
  readonly images: number;
  /** The SQLite file. */
  readonly database: string;
}

/** Requests for a hundred images each, beside Directus over the same table. */
export async function compareWithDirectus(
  bench: Bench,
  server: ImageServer,
  { images, database }: Table,
): Promise<Outcome> {
  const folder = process.env.BENCH_DIRECTUS ?? bench.estates.empty("directus");
  const directus = await startDirectus(folder, database);
  const peer = typeof directus === "string" ? "Directus" : `Directus ${directus.version}`;
  const pages = Math.max(1, Math.floor(images / LIMIT));
  const work = (to: ImageServer, path: string, walk: (typeof WALKS)[number]) => (count: number) =>
    requestMany(to, count, (number) => {
      const page = walk === "one page" ? 0 : number % pages;
      return `${path}?limit=${LIMIT}${page === 0 ? "" : `&offset=${page * LIMIT}`}`;
    });
  const trials = WALKS.flatMap((walk) => [
    { variant: `${OURS}, ${walk}`, ours: true, run: work(server, "/api/v1/images", walk) },
    {
      variant: `${peer}, ${walk}`,
      ours: false,
      run: typeof directus === "string" ? directus : work(directus, "/items/images", walk),
    },
  ]);
  try {
    for (const { run } of trials) if (typeof run !== "string") await run(WARM_UP);
    const rows = await bench.repeat(
      trials.map(({ run, ...trial }) => ({
        ...trial,
        images,
        amount: { count: REQUESTS, unit: "requests" },
        run: typeof run === "string" ? run : () => run(REQUESTS),
      })),
      0.1,
    );
    const goals = WALKS.map((walk) => {
      const [ours, theirs] = [`${OURS}, ${walk}`, `${peer}, ${walk}`];
      return atLeast(`${ours}, times as many a second as ${peer}`, 5, "×", speedOf(rows, ours, theirs));
    });
    return { rows, goals };
  } finally {
    if (typeof directus !== "string") await directus.stop();
  }
}
