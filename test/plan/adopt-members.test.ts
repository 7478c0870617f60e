import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AlbumMember, Candidate } from "../../src/model/observed.js";
import type { Image, Resource } from "../../src/model/resource.js";
import { planChanges } from "../../src/plan/plan.js";
import {
  albumOf,
  appliedObject,
  estateOf,
  imageOf,
  observationOf,
  planOptions,
  rowOf,
} from "../support/memory-observation.js";

/** Rows of the two albums that are taken over. */
const ROWS = { a: 11, b: 12 } as const;

function member(
  id: number,
  filePath: string,
  sha256: string | null,
  more: Partial<Member> = {},
): AlbumMember {
  const { filename = baseName(filePath), albums = ["a"] } = more;
  const links = albums.map((album) => ({ address: undefined, rowId: ROWS[album], ours: false }));
  return { row: rowOf({}, { id, guard: filename, links }), filePath, sha256 };
}

interface Member {
  readonly filename: string;
  readonly albums: readonly (keyof typeof ROWS)[];
}

function image(file: string, source: string, sha256: string, albums: readonly string[] = ["a"]): Image {
  return imageOf(file, {
    "source.file": source,
    sha256,
    albums: albums.map((album) => `album:${album}`),
  });
}

function albumRow(album: keyof typeof ROWS): Candidate {
  return {
    address: `album:${album}`,
    matchedBy: "name",
    row: rowOf({ name: album, type: "deck" }, { id: ROWS[album] }),
    owner: null,
    sha256: null,
  };
}

/** What the plan does with each image, as one line each. */
async function decide(
  images: readonly Image[],
  members: readonly AlbumMember[],
  candidates: readonly Candidate[] = [],
): Promise<readonly string[]> {
  const albums: Resource[] = (["a", "b"] as const).map((album) =>
    albumOf(
      album,
      images
        .filter(({ albums: own }) => own.includes(`album:${album}`))
        .map(({ address }) => address.slice(6)),
    ),
  );
  const plan = await planChanges(
    estateOf(...albums, ...images),
    observationOf([], { members, candidates: [albumRow("a"), albumRow("b"), ...candidates] }),
    planOptions(),
  );
  const decided = [
    ...[...plan.changes]
      .filter(({ kind }) => kind === "image")
      .map(
        (change) =>
          `${change.address} ${change.action}${change.action === "adopt" ? ` ${change.row.id}` : ""}`,
      ),
    ...plan.blocked.map(({ address, code }) => `${address} ${code}`),
  ];
  return decided.sort();
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

describe("adopting the images of an album", () => {
  it("goes by bytes before names", async () => {
    const rows = [member(1, "/x/one.png", "B"), member(2, "/x/two.png", "A")];
    assert.deepEqual(await decide([image("a/1.png", "d/one.png", "A")], rows), ["image:a/1.png adopt 2"]);
  });

  it("goes by names where bytes can't be read: whole path, then name, then letter case", async () => {
    const one = image("a/1.png", "d/One.png", "A");
    const rows = [
      member(1, "/x/e/One.png", null, { filename: "r1.png" }),
      member(2, "/x/d/One.png", null, { filename: "r2.png" }),
    ];
    assert.deepEqual(await decide([one], rows), ["image:a/1.png adopt 2"]);
    const named = [member(1, "/x/one.png", null), member(2, "C:\\x\\One.png", null)];
    assert.deepEqual(await decide([one], named), ["image:a/1.png adopt 2"]);
    assert.deepEqual(await decide([one], [member(1, "/x/one.PNG", null)]), ["image:a/1.png adopt 1"]);
    assert.deepEqual(await decide([one], [member(1, "/x/y.png", null, { filename: "One.png" })]), [
      "image:a/1.png adopt 1",
    ]);
    assert.deepEqual(await decide([one], [member(1, "/x/One.png.bak", null)]), ["image:a/1.png create"]);
  });

  it("takes the file's own name where no source is declared", async () => {
    const bare = imageOf("a/one.png", { albums: ["album:a"] });
    assert.deepEqual(await decide([bare], [member(1, "/x/one.png", null)]), ["image:a/one.png adopt 1"]);
  });

  it("is blocked by rows that can't be told apart, all named", async () => {
    const one = image("a/1.png", "d/one.png", "A");
    const sameName = [
      member(1, "/x/one.png", null, { filename: "r1.png" }),
      member(2, "/y/one.png", null, { filename: "r2.png" }),
    ];
    assert.deepEqual(await decide([one], sameName), ["image:a/1.png adopt-ambiguous"]);
    const sameBytes = [member(1, "/x/r1.png", "A"), member(2, "/x/r2.png", "A")];
    assert.deepEqual(await decide([one], sameBytes), ["image:a/1.png adopt-ambiguous"]);
    assert.deepEqual(await decide([one], [...sameBytes, member(3, "/x/one.png", "A")]), [
      "image:a/1.png adopt 3",
    ]);
  });

  it("is blocked when two images could be one row", async () => {
    const images = [image("a/1.png", "d/one.png", "A"), image("b/1.png", "e/one.png", "A", ["b"])];
    const shared = member(1, "/x/other.png", "A", { albums: ["a", "b"] });
    assert.deepEqual(await decide(images, [shared]), [
      "image:a/1.png adopt-ambiguous",
      "image:b/1.png adopt-ambiguous",
    ]);
    // A row whose path says more is told from the other's, whose album shows the picture already nevertheless.
    const told = member(1, "/x/e/one.png", "A", { albums: ["a", "b"] });
    assert.deepEqual(await decide(images, [told]), [
      "image:a/1.png adopt-ambiguous",
      "image:b/1.png adopt 1",
    ]);
    const alone = member(1, "/x/e/one.png", "A", { albums: ["b"] });
    assert.deepEqual(await decide(images, [alone]), ["image:a/1.png create", "image:b/1.png adopt 1"]);
  });

  it("keeps a disputed row from images that fit it less", async () => {
    const images = [
      image("a/1.png", "d/one.png", "A"),
      image("a/2.png", "e/one.png", "A"),
      image("a/3.png", "e/three.png", "A"),
    ];
    assert.deepEqual(await decide(images, [member(1, "/x/one.png", "A")]), [
      "image:a/1.png adopt-ambiguous",
      "image:a/2.png adopt-ambiguous",
      "image:a/3.png adopt-ambiguous",
    ]);
  });

  it("pairs equal bytes under two names, and adds what no row shows", async () => {
    const images = ["one", "two", "three"].map((name) => image(`a/${name}.png`, `d/${name}.png`, "A"));
    const rows = [member(1, "/x/two.png", "A"), member(2, "/x/one.png", "A")];
    assert.deepEqual(await decide(images, rows), [
      "image:a/one.png adopt 2",
      "image:a/three.png create",
      "image:a/two.png adopt 1",
    ]);
  });

  it("is blocked by other bytes under its name, unless that row is another image's", async () => {
    const one = image("a/1.png", "d/one.png", "A");
    const rows = [member(1, "/x/one.png", "B")];
    assert.deepEqual(await decide([one], rows), ["image:a/1.png adopt-content-differs"]);
    assert.deepEqual(await decide([one, image("a/2.png", "e/one.png", "B")], rows), [
      "image:a/1.png create",
      "image:a/2.png adopt 1",
    ]);
  });

  it("looks only into the albums that show the image", async () => {
    const one = image("a/1.png", "d/one.png", "A");
    assert.deepEqual(await decide([one], [member(1, "/x/one.png", "A", { albums: ["b"] })]), [
      "image:a/1.png create",
    ]);
    const both = image("a/1.png", "d/one.png", "A", ["a", "b"]);
    assert.deepEqual(await decide([both], [member(1, "/x/one.png", "A", { albums: ["a", "b"] })]), [
      "image:a/1.png adopt 1",
    ]);
  });

  it("prefers a row of its album with its bytes to one of its filename with others", async () => {
    const one = image("a/1.png", "one.png", "A");
    const named: Candidate = {
      address: one.address,
      matchedBy: "filename",
      row: rowOf({}, { id: 5 }),
      owner: null,
      sha256: "B",
    };
    assert.deepEqual(await decide([one], [], [named]), ["image:a/1.png adopt-content-differs"]);
    assert.deepEqual(await decide([one], [member(1, "/x/r.png", null)], [named]), [
      "image:a/1.png adopt-content-differs",
    ]);
    assert.deepEqual(await decide([one], [member(1, "/x/r.png", "A")], [named]), ["image:a/1.png adopt 1"]);
    const same: Candidate = { ...named, sha256: "A" };
    assert.deepEqual(await decide([one], [member(1, "/x/r.png", "A")], [same]), ["image:a/1.png adopt 5"]);
  });

  it("adds no image beside the row that shows it when its album can't be told from another", async () => {
    const one = image("a/1.png", "d/one.png", "A");
    const twin = { ...albumRow("a"), row: rowOf({}, { id: ROWS.b }) };
    assert.deepEqual(await decide([one], [member(1, "/x/one.png", "A", { albums: ["b"] })], [twin]), [
      "album:a adopt-ambiguous",
      "image:a/1.png adopt 1",
    ]);
  });

  it("restores an image beside the row of another image that its album shows since", async () => {
    const albums = [albumOf("a", ["a/1.png"]), albumOf("b", ["b/1.png"])];
    const taker = image("a/1.png", "d/one.png", "A");
    const gone = image("b/1.png", "e/one.png", "A", ["b"]);
    const shown = { ...member(1, "/x/one.png", "A", { albums: ["b"] }), owner: taker };
    const result = await planChanges(
      estateOf(...albums, taker, gone),
      observationOf(
        [
          ...albums.map((album, place) => appliedObject(album, { rowId: [ROWS.a, ROWS.b][place] as number })),
          appliedObject(taker),
          appliedObject(gone, { row: null }),
        ],
        { members: [shown] },
      ),
      planOptions({ restore: "all" }),
    );
    assert.deepEqual(result.blocked, []);
    assert.deepEqual(
      [...result.changes].map(({ address, action }) => `${address} ${action}`),
      ["image:b/1.png create"],
    );
  });

  it("asks for no row when no album has one, and none for images that are there", async () => {
    const album = albumOf("a", ["a/1.png"]);
    const one = image("a/1.png", "d/one.png", "A");
    const asked: (readonly number[])[] = [];
    const watch = (objects: Parameters<typeof observationOf>[0], candidates: readonly Candidate[] = []) => ({
      ...observationOf(objects, { candidates }),
      findMembers: async (albums: readonly number[]) => {
        asked.push(albums);
        return [];
      },
    });
    await planChanges(estateOf(album, one), watch([]), planOptions());
    await planChanges(estateOf(album, one), watch([appliedObject(album), appliedObject(one)]), planOptions());
    assert.deepEqual(asked, []);
    await planChanges(estateOf(album, one), watch([], [albumRow("a")]), planOptions());
    await planChanges(estateOf(album, one), watch([appliedObject(album, { rowId: 7 })]), planOptions());
    assert.deepEqual(asked, [[ROWS.a], [7]]);
  });
});
