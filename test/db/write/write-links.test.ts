import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import type { DatabaseHandle } from "../../../src/db/connection/connect.js";
import { writeTransaction } from "../../../src/db/connection/connect.js";
import type { Cell, Session } from "../../../src/db/connection/session.js";
import { createExecution, type Execution } from "../../../src/db/write/execution.js";
import { orderImages, placeImages } from "../../../src/db/write/write-links.js";
import { mustWrite, NOW, openMigratedFile, SERVED_FROM } from "../../support/database.js";
import { albumAddress, imageAddress, insertAlbum, insertImage } from "../../support/steps.js";

const OWN = 8;
const STRANGERS = 3;
const RUNS = { numRuns: 1000 };

/** An image that a link shows: one of ours by its number, or an upload that nobody declares. */
type Shown = { readonly image: number; readonly ours: boolean };

let opened: Awaited<ReturnType<typeof openMigratedFile>>;
let handle: DatabaseHandle;

before(async () => {
  opened = await openMigratedFile();
  handle = opened.handle;
  const files = Array.from({ length: OWN }, (_, index) => insertImage(fileOf(index)));
  await mustWrite(handle, [insertAlbum("a"), ...files]);
  await handle.writer?.("images").insert(
    Array.from({ length: STRANGERS }, (_, index) => ({
      id: OWN + index + 1,
      filename: `upload-${index}`,
      file_path: "/u",
    })),
  );
});
after(() => opened.remove());

/** A declared list, and links that stand already: ours and others' in any order. */
const albums = fc
  .record({
    declared: fc.shuffledSubarray(range(OWN)),
    shown: fc.shuffledSubarray(range(OWN + STRANGERS)),
    arrival: fc.shuffledSubarray(range(OWN), { minLength: OWN }),
    marks: fc.array(fc.boolean(), { minLength: OWN, maxLength: OWN }),
  })
  .map(({ declared, shown, marks, arrival }) => ({
    declared,
    /** In which order the images come to be placed. */
    arrival,
    shown: shown
      .filter((image) => image >= OWN || declared.includes(image))
      .map((image): Shown => ({ image, ours: image < OWN && marks[image] === true })),
  }));

describe("placing images in an album", () => {
  it("gives our links the declared order and leaves those of others as they are", async () => {
    await fc.assert(
      fc.asyncProperty(albums, ({ declared, shown, arrival }) => {
        const sorted = sortOurs(shown, declared);
        const placements = placementsOf(declared, sorted);
        placements.sort(
          (a, b) => (arrival[a.placement.index] as number) - (arrival[b.placement.index] as number),
        );
        return inAlbum(sorted, (execution, read) => {
          const others = read().filter(({ ours }) => !ours);
          placeImages(execution, placements);
          assert.deepEqual(
            read().filter(({ ours }) => !ours),
            others,
          );
          const theirs = new Set(others.map(({ image }) => image));
          const ours = read().filter((link) => link.ours);
          assert.deepEqual(
            ours.map(({ image }) => image),
            declared.filter((image) => !theirs.has(image)),
          );
        });
      }),
      RUNS,
    );
  });

  it("counts places from 0 and shows the declared list where all links are ours", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(range(OWN)),
        fc.array(fc.boolean(), { minLength: OWN }),
        (declared, is) => {
          const kept = declared.filter((image) => is[image]).map((image) => ({ image, ours: true }));
          return inAlbum(kept, (execution, read) => {
            placeImages(execution, placementsOf(declared, kept));
            assert.deepEqual(
              read().map(({ image, sortOrder }) => [image, sortOrder]),
              declared.map((image, index) => [image, index]),
            );
          });
        },
      ),
      RUNS,
    );
  });

  it("leaves links in front of the first new one alone", () =>
    inAlbum(
      [0, 1, 2].map((image) => ({ image, ours: true })),
      (execution, read) => {
        const before = read();
        placeImages(execution, placementsOf([0, 1, 5, 2], before));
        const after = read();
        assert.deepEqual(after.slice(0, 2), before.slice(0, 2));
        assert.deepEqual([after[3]?.image, after[3]?.made], [2, before[2]?.made]);
        assert.equal(execution.rowsWritten, 2);
      },
    ));
});

describe("ordering an album", () => {
  it("gives our links the declared order and leaves those of others as they are", async () => {
    await fc.assert(
      fc.asyncProperty(albums, ({ declared, shown }) =>
        inAlbum(shown, (execution, read) => {
          const others = read().filter(({ ours }) => !ours);
          orderImages(execution, albumAddress("a"), declared.map(addressOf));
          const ours = new Set(shown.filter((link) => link.ours).map(({ image }) => image));
          assert.deepEqual(
            read().filter((link) => !link.ours),
            others,
          );
          assert.deepEqual(
            read()
              .filter((link) => link.ours)
              .map(({ image }) => image),
            declared.filter((image) => ours.has(image)),
          );
        }),
      ),
      RUNS,
    );
  });

  it("writes nothing when the order is right", () =>
    inAlbum(
      [0, 1, 2].map((image) => ({ image, ours: true })),
      (execution, read) => {
        const before = read();
        orderImages(execution, albumAddress("a"), [0, 7, 1, 2].map(addressOf));
        assert.deepEqual(read(), before);
        assert.equal(execution.rowsWritten, 0);
      },
    ));
});

interface ReadLink extends Shown {
  readonly id: Cell;
  readonly sortOrder: Cell;
  readonly made: Cell;
}

/** Runs `work` on an album with these links, then forgets all of it. */
async function inAlbum(
  shown: readonly Shown[],
  work: (execution: Execution, read: () => readonly ReadLink[]) => void,
): Promise<void> {
  const done = new Error("done");
  const running = writeTransaction(handle, async (session) => {
    shown.forEach(({ image, ours }, index) => {
      session.run(
        "INSERT INTO album_images (album_id, image_id, sort_order, added_by, created_at) VALUES (1, ?, ?, ?, ?)",
        ...[image + 1, index, ours ? "album-sync" : "ana", `made ${index}`],
      );
    });
    const execution = createExecution(session, 1, NOW, { estate: "main", servedFrom: SERVED_FROM });
    work(execution, () => readLinks(session));
    assert.deepEqual(execution.stale, []);
    throw done;
  });
  await assert.rejects(running, (error) => error === done || Promise.reject(error));
}

function readLinks(session: Session): readonly ReadLink[] {
  const rows = session.all(
    "SELECT id, image_id, sort_order, added_by, created_at FROM album_images ORDER BY id",
  );
  return rows.map(([id, image, sortOrder, by, made]) => ({
    id: id as Cell,
    image: Number(image) - 1,
    ours: by === "album-sync",
    sortOrder: sortOrder as Cell,
    made: made as Cell,
  }));
}

/** The links that are missing, each before the next declared image that a link of ours shows. */
function placementsOf(declared: readonly number[], shown: readonly Shown[]) {
  const ours = new Set(shown.filter((link) => link.ours).map(({ image }) => image));
  const present = new Set(shown.map(({ image }) => image));
  return declared.flatMap((image, index) => {
    if (present.has(image)) return [];
    const next = declared.slice(index + 1).find((one) => ours.has(one));
    const before = next === undefined ? null : addressOf(next);
    return [{ image: addressOf(image), placement: { album: albumAddress("a"), index, before } }];
  });
}

/** The same links, with ours in the declared order among the places that they have. */
function sortOurs(shown: readonly Shown[], declared: readonly number[]): readonly Shown[] {
  const ours = declared.filter((image) => shown.some((link) => link.ours && link.image === image));
  return shown.map((link) => (link.ours ? { image: ours.shift() as number, ours: true } : link));
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

function fileOf(image: number): string {
  return `${image}.png`;
}

function addressOf(image: number): string {
  return imageAddress(fileOf(image));
}
