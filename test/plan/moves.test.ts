import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isEmptyPlan } from "../../src/model/plan.js";
import type { Resource } from "../../src/model/resource.js";
import { planChanges } from "../../src/plan/plan.js";
import {
  albumOf,
  appliedObject,
  estateOf,
  imageOf,
  observationOf,
  planOptions,
  templateOf,
} from "../support/memory-observation.js";

const applied = (...resources: readonly Resource[]) => resources.map((resource) => appliedObject(resource));

async function planMoves(resources: readonly Resource[], objects: ReturnType<typeof applied>) {
  const result = await planChanges(estateOf(...resources), observationOf(objects), planOptions());
  return {
    result,
    lines: [...result.changes].map((change) =>
      change.action === "move"
        ? `${change.from} > ${change.address} (${Object.keys(change.after).join()})`
        : `${change.action} ${change.address}`,
    ),
  };
}

describe("moves", () => {
  it("follow equal bytes from a vanished to a new file", async () => {
    const old = imageOf("a/1.png", { sha256: "same", prompt: "p" });
    const moved = imageOf("a/one.png", { sha256: "same", prompt: "p" });
    const { lines, result } = await planMoves(
      [albumOf("a", ["a/one.png"]), moved],
      applied(albumOf("a", ["a/1.png"]), old),
    );
    assert.deepEqual(lines, ["image:a/1.png > image:a/one.png ()"]);
    assert.deepEqual(result.thumbnails, []);
  });

  it("pair equal bytes in address order when several vanish", async () => {
    const before = ["a/1.png", "a/2.png"].map((file) => imageOf(file, { sha256: "same" }));
    const after = ["a/3.png", "a/4.png", "a/5.png"].map((file) => imageOf(file, { sha256: "same" }));
    const { lines } = await planMoves(
      [albumOf("a", ["a/3.png", "a/4.png", "a/5.png"]), ...after],
      applied(albumOf("a", ["a/1.png", "a/2.png"]), ...before),
    );
    assert.deepEqual(lines, [
      "image:a/1.png > image:a/3.png ()",
      "image:a/2.png > image:a/4.png ()",
      "create image:a/5.png",
    ]);
  });

  it("leave a file alone whose bytes also stand at a new one", async () => {
    const old = imageOf("a/1.png", { sha256: "same" });
    const copy = imageOf("a/2.png", { sha256: "same" });
    const { lines } = await planMoves(
      [albumOf("a", ["a/1.png", "a/2.png"]), old, copy],
      applied(albumOf("a", ["a/1.png"]), old),
    );
    assert.deepEqual(lines, ["create image:a/2.png"]);
  });

  it("are spent where both sides of a rename are new", async () => {
    const resources = [
      templateOf("a", {}, { renamedFrom: "set-template:b" }),
      templateOf("b", {}, { renamedFrom: "set-template:a" }),
    ];
    const { result } = await planMoves(resources, []);
    assert.deepEqual(
      [...result.changes].map((change) => [
        change.action,
        change.address,
        "movedFrom" in change && change.movedFrom,
      ]),
      [
        ["create", "set-template:a", "set-template:b"],
        ["create", "set-template:b", "set-template:a"],
      ],
    );
  });

  it("give up their filename to a new file", async () => {
    const old = imageOf("a/1.png", { sha256: "same" });
    const resources = [
      albumOf("a", ["a/1.png", "a/2.png"]),
      imageOf("a/1.png", { sha256: "other" }),
      imageOf("a/2.png", { sha256: "same" }, { renamedFrom: old.address }),
    ];
    const objects = applied(old, albumOf("a", ["a/1.png"]));
    const owner = { estate: "main", address: old.address };
    const row = objects[0]?.row as NonNullable<(typeof objects)[0]["row"]>;
    const candidate = { address: old.address, matchedBy: "filename" as const, row, owner, sha256: null };
    const { changes, blocked } = await planChanges(
      estateOf(...resources),
      observationOf(objects, { candidates: [candidate] }),
      planOptions(),
    );
    assert.deepEqual(blocked, []);
    assert.deepEqual(
      [...changes].map(({ action, address }) => `${action} ${address}`),
      ["create image:a/1.png", "move image:a/2.png"],
    );
  });

  it("know whether an album will be public that is new while its image is not", async () => {
    const before = imageOf("b/1.png", { sha256: "s", public: false, albums: ["album:b"] });
    const after = imageOf("b/1.png", { sha256: "s", albums: ["album:b"] });
    const { result } = await planMoves(
      [albumOf("a", [], {}, { renamedFrom: "album:b" }), albumOf("b", ["b/1.png"], { public: true }), after],
      applied(albumOf("b", ["b/1.png"]), before),
    );
    const image = [...result.changes].find(({ kind }) => kind === "image");
    assert.equal(image?.action === "update" && image.after.public, true);
  });

  it("swap two names, once", async () => {
    const before = [templateOf("a", { name: "first" }), templateOf("b", { name: "second" })];
    const after = [
      templateOf("a", { name: "second" }, { renamedFrom: "set-template:b" }),
      templateOf("b", { name: "first" }, { renamedFrom: "set-template:a" }),
    ];
    const swapped = await planMoves(after, applied(...before));
    assert.deepEqual(swapped.lines, [
      "set-template:b > set-template:a (slug)",
      "set-template:a > set-template:b (slug)",
    ]);
    const spent = after.map((resource) =>
      appliedObject(resource, { movedFrom: resource.renamedFrom ?? null }),
    );
    assert.ok(isEmptyPlan((await planMoves(after, spent)).result));
  });

  it("follow a chain of names", async () => {
    const before = [templateOf("a", { name: "1" }), templateOf("b", { name: "2" })];
    const after = [
      templateOf("b", { name: "1" }, { renamedFrom: "set-template:a" }),
      templateOf("c", { name: "2" }, { renamedFrom: "set-template:b" }),
    ];
    const { lines } = await planMoves(after, applied(...before));
    assert.deepEqual(lines, [
      "set-template:a > set-template:b (slug)",
      "set-template:b > set-template:c (slug)",
    ]);
  });

  it("refuse a name that another row keeps, and whatever relied on it", async () => {
    const before = ["a", "b", "c"].map((slug) => templateOf(slug));
    const after = [
      templateOf("a", {}, { renamedFrom: "set-template:b" }),
      templateOf("b", {}, { renamedFrom: "set-template:c" }),
      templateOf("c"),
    ];
    const { lines, result } = await planMoves(after, applied(...before));
    assert.deepEqual(lines, []);
    assert.deepEqual(
      result.notes.map(({ address }) => address),
      ["set-template:a", "set-template:b"],
    );
  });

  it("of an album bring no change to its images", async () => {
    const image = imageOf("a/1.png");
    const inRenamed = imageOf("a/1.png", { albums: ["album:z"] });
    const { lines } = await planMoves(
      [albumOf("z", ["a/1.png"], {}, { renamedFrom: "album:a" }), inRenamed],
      applied(albumOf("a", ["a/1.png"]), image),
    );
    assert.deepEqual(lines, ["album:a > album:z (slug,name)"]);
  });

  it("of a whole folder keep the order of the album", async () => {
    const files = ["1", "2", "3"];
    const old = files.map((name) => imageOf(`old/${name}.png`, { sha256: name }));
    const fresh = files.map((name) => imageOf(`new/${name}.png`, { sha256: name, albums: ["album:z"] }));
    const { lines } = await planMoves(
      [
        albumOf(
          "z",
          files.map((name) => `new/${name}.png`),
          {},
          { renamedFrom: "album:a" },
        ),
        ...fresh,
      ],
      applied(
        albumOf(
          "a",
          files.map((name) => `old/${name}.png`),
        ),
        ...old,
      ),
    );
    assert.deepEqual(lines, [
      "album:a > album:z (slug,name)",
      ...files.map((name) => `image:old/${name}.png > image:new/${name}.png ()`),
    ]);
  });
});
