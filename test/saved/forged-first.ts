import type { Forgery } from "../support/forger.js";
import { type Any, album, CONTENT, DERIVED, HASH, image, moveImage, sort, template } from "./forged-parts.js";

/** Of a first plan, which makes a template, an album and its images. Reading the file is enough to refuse these. */
export const FORGED_FIRST: readonly Forgery[] = [
  {
    name: "other changes under the reviewed id",
    code: DERIVED,
    keeps: ["planId"],
    alter: (plan) => {
      image(plan).after.prompt = "something else";
    },
  },
  {
    name: "a change left out under the reviewed id",
    code: DERIVED,
    keeps: ["planId"],
    alter: (plan) => plan.changes.splice(-1),
  },
  {
    name: "counts that hide a change",
    code: DERIVED,
    keeps: ["summary"],
    alter: (plan) => {
      plan.summary.actions.create = 0;
    },
  },
  {
    name: "a kind's count that is another",
    code: DERIVED,
    keeps: ["summary"],
    alter: (plan) => {
      plan.summary.kinds.image.create--;
    },
  },
  {
    name: "a thumbnail of other bytes",
    code: DERIVED,
    keeps: ["thumbnails"],
    alter: (plan) => {
      (plan.thumbnails[0] as Any).sha256 = HASH;
    },
  },
  {
    name: "a thumbnail left out",
    code: DERIVED,
    keeps: ["thumbnails"],
    alter: (plan) => plan.thumbnails.splice(0, 1),
  },
  {
    name: "a thumbnail removed that no delete asks for",
    code: DERIVED,
    keeps: ["thumbnails"],
    alter: (plan) =>
      plan.thumbnails.push({ address: "image:z.png", action: "remove", sha256: null, reason: "" }),
  },
  {
    name: "a path above the asset root",
    code: CONTENT,
    alter: (plan) => moveImage(plan, "image:../../../secret.png", "..__..__..__secret.png"),
  },
  {
    name: "an absolute path",
    code: CONTENT,
    alter: (plan) => moveImage(plan, "image:/etc/secret.png", "__etc__secret.png"),
  },
  {
    name: "a path with a line break",
    code: CONTENT,
    alter: (plan) => moveImage(plan, "image:a%0Ab.png", "a\nb.png"),
  },
  {
    name: "an address that is not in its one form",
    code: CONTENT,
    alter: (plan) => moveImage(plan, "image:%61.png", "a.png"),
  },
  {
    name: "an address of another kind",
    code: CONTENT,
    alter: (plan) => moveImage(plan, "album:a", "a"),
  },
  {
    name: "a slug with capitals",
    code: CONTENT,
    alter: (plan) => {
      album(plan).address = "album:Walks";
      sort(plan);
    },
  },
  {
    name: "an unknown field",
    code: CONTENT,
    alter: (plan) => {
      image(plan).after.owner = "mallory";
    },
  },
  {
    name: "an album type that there is not",
    code: CONTENT,
    alter: (plan) => {
      album(plan).after.type = "nonsense";
    },
  },
  {
    name: "a name with an escape character",
    code: CONTENT,
    alter: (plan) => {
      album(plan).after.name = "\u001b[31mred";
    },
  },
  {
    name: "a name of 300 characters",
    code: CONTENT,
    alter: (plan) => {
      template(plan).after.name = "x".repeat(300);
    },
  },
  {
    name: "a text for a number",
    code: CONTENT,
    alter: (plan) => {
      image(plan).after.steps = "30; DROP TABLE images";
    },
  },
  {
    name: "a text with NUL",
    code: CONTENT,
    alter: (plan) => {
      image(plan).after.prompt = "a\0b";
    },
  },
  {
    name: "a time that no calendar has",
    code: CONTENT,
    alter: (plan) => {
      image(plan).after.created_at = "2025-02-30 00:00:00.000000";
    },
  },
  {
    name: "a label of an unknown type",
    code: CONTENT,
    alter: (plan) => {
      image(plan).after.labels = [{ text: "x", type: "root" }];
    },
  },
  {
    name: "the slug of another album",
    code: CONTENT,
    alter: (plan) => {
      album(plan).after.slug = "another";
    },
  },
  {
    name: "a filename that is not that of the path",
    code: CONTENT,
    alter: (plan) => {
      image(plan).filename = "../../evil.png";
    },
  },
  {
    name: "a private row made public",
    code: CONTENT,
    alter: (plan) => {
      template(plan).initial.public = true;
    },
  },
  {
    name: "a place in an album that does not show it",
    code: CONTENT,
    alter: (plan) => image(plan).placements.push({ album: "album:other", index: 0, before: null }),
  },
  {
    name: "something recorded that is not declared",
    code: CONTENT,
    alter: (plan) => {
      image(plan).record.set.nonsense = 1;
    },
  },
  {
    name: "a restore that nobody asked for",
    code: CONTENT,
    alter: (plan) => {
      image(plan).restored = true;
    },
  },
  {
    name: "a delete without pruning",
    code: CONTENT,
    alter: (plan) => {
      plan.changes.push({ action: "delete", kind: "image", address: "image:z.png", before: {}, reason: "" });
      sort(plan);
    },
  },
  {
    name: "changes out of order",
    code: CONTENT,
    alter: (plan) => plan.changes.reverse(),
  },
  {
    name: "a change twice",
    code: CONTENT,
    alter: (plan) => plan.changes.push(structuredClone(plan.changes.at(-1))),
  },
  {
    name: "a limit that nothing exceeds",
    code: CONTENT,
    alter: (plan) => plan.guards.push({ code: "budget-exceeded", reason: "", help: "" }),
  },
];
