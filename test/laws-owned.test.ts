import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, it } from "node:test";
import fc from "fast-check";
import { draftOwned } from "../src/adopt/adopt-owned.js";
import type { ObservedObject } from "../src/model/observed.js";
import type { Resource } from "../src/model/resource.js";
import { onEachDatabase } from "./support/each-database.js";
import { openLawDatabase } from "./support/law-database.js";
import { estateIn, writeFiles } from "./support/project.js";
import { type Documents, randomDocuments } from "./support/random-documents.js";
import { tellCases } from "./support/runs.js";
import { makeTempDir } from "./support/temp-dir.js";

let opened: Awaited<ReturnType<typeof openLawDatabase>>;

onEachDatabase("laws of writing down what is owned", (kind) => {
  before(async () => {
    opened = await openLawDatabase(kind);
  });
  after(() => opened.remove());

  it("after apply, manifests of what the estate owns expand to the same resources", async (t) => {
    const [first, second] = [makeTempDir(t), makeTempDir(t)];
    await fc.assert(
      fc.asyncProperty(
        randomDocuments,
        tellCases((documents: Documents) =>
          opened.use(async (database) => {
            const declared = load(first, documents);
            const result = await database.execute(await database.plan(declared));
            assert.ok(result.done);
            rmSync(second, { recursive: true, force: true });
            const owned = await draftOwned(stream(await database.objects()), second, undefined);
            const written = owned.flatMap(({ texts }) => texts);
            const again = load(
              second,
              Object.fromEntries(written.map(({ file, text }) => [file.slice(second.length + 1), text])),
            );
            assert.deepEqual(again.map(essence), declared.map(essence));
            assert.deepEqual((await database.plan(again)).changes, []);
          }),
        ),
      ),
      opened.options,
    );
  });
});

function load(dir: string, documents: Documents): readonly Resource[] {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(join(dir, "manifests"), { recursive: true });
  writeFiles(dir, { "sync.config.yaml": "estate: main\n", ...documents });
  return [...estateIn(dir).resources];
}

async function* stream(objects: readonly ObservedObject[]): AsyncGenerator<ObservedObject> {
  yield* objects;
}

/** A resource without the line that it stands on. */
function essence({ origin, ...resource }: Resource): object {
  return { ...resource, file: origin.source.file };
}
