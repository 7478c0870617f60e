import { digestJson } from "../../src/model/digest.js";
import type { Forgery, OpenPlan } from "../support/forger.js";

const HASH = digestJson("other bytes");
const CONTENT = "plan-content-invalid";
const DERIVED = "plan-derived-differs";

// biome-ignore lint/suspicious/noExplicitAny: a forger writes what no type allows
type Any = any;

const find = (plan: OpenPlan, action: string, kind: string): Any =>
  plan.changes.find((change: Any) => change.action === action && change.kind === kind);
const image = (plan: OpenPlan): Any => find(plan, "create", "image");
const album = (plan: OpenPlan): Any => find(plan, "create", "album");
const template = (plan: OpenPlan): Any => find(plan, "create", "set-template");
const sort = (plan: OpenPlan): void => {
  plan.changes.sort((a: Any, b: Any) => (a.address < b.address ? -1 : 1));
};

/** Gives a new image another path; everything that follows from the path is as it should be. */
function moveImage(plan: OpenPlan, address: string, filename: string): void {
  const change = image(plan);
  change.address = address;
  change.filename = filename;
  sort(plan);
}

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

/** Of the same plan: only what manifests declare tells these. */
export const FORGED_DECLARATIONS: readonly Forgery[] = [
  {
    name: "another prompt, with an id that fits",
    code: "plan-undeclared",
    alter: (plan) => {
      image(plan).after.prompt = "something else";
    },
  },
  {
    name: "bytes of another picture",
    code: "plan-undeclared",
    alter: (plan) => {
      image(plan).after.sha256 = HASH;
    },
  },
  {
    name: "an image that no manifest declares",
    code: "plan-undeclared",
    alter: (plan) => moveImage(plan, "image:other.png", "other.png"),
  },
  {
    name: "protection that nobody declared",
    code: "plan-undeclared",
    alter: (plan) => {
      const change = album(plan);
      change.protect = !change.protect;
    },
  },
  {
    name: "another place in the album",
    code: "plan-undeclared",
    alter: (plan) => {
      image(plan).placements[0].index = 2;
    },
  },
];

const update = (plan: OpenPlan): Any => find(plan, "update", "image");
const ending = (plan: OpenPlan): Any => find(plan, "delete", "image");
const NEW_DELETE = (address: string, before: object) => ({
  action: "delete",
  kind: address.slice(0, address.indexOf(":")),
  address,
  before,
  reason: "no longer declared",
});

/** Of a later plan, which updates an image and deletes another: refused when it is read. */
export const FORGED_LATER: readonly Forgery[] = [
  {
    name: "a difference that is shown differently than it is written",
    code: CONTENT,
    alter: (plan) => {
      update(plan).after.prompt = "something else";
    },
  },
  {
    name: "a field that is written and not shown",
    code: CONTENT,
    alter: (plan) => {
      const change = update(plan);
      change.after.steps = 1;
      change.before.steps = 30;
    },
  },
  {
    name: "a value before that is left out",
    code: CONTENT,
    alter: (plan) => {
      update(plan).before = {};
    },
  },
  {
    name: "rows of others taken along without consent",
    code: CONTENT,
    alter: (plan) => {
      ending(plan).withForeign = true;
    },
  },
  {
    name: "a delete in a targeted plan",
    code: CONTENT,
    alter: (plan) => {
      plan.asked.targets = ["image:**"] as never;
    },
  },
  {
    name: "a move to where it is",
    code: CONTENT,
    alter: (plan) => {
      const change = update(plan);
      Object.assign(change, { action: "move", from: change.address, filename: "x" });
    },
  },
];

/** Of the same plan: only the database tells these. */
export const FORGED_OWNERSHIP: readonly Forgery[] = [
  {
    name: "a delete of something unowned",
    code: "plan-not-owned",
    alter: (plan) => {
      plan.changes.push(NEW_DELETE("image:upload.png", {}));
      sort(plan);
    },
  },
  {
    name: "a release of something unowned",
    code: CONTENT,
    alter: (plan) => {
      plan.changes.push({
        action: "release",
        kind: "album",
        address: "album:uploads",
        before: {},
        reason: "",
      });
      sort(plan);
    },
  },
  {
    name: "a delete that looks at nothing",
    code: "plan-not-owned",
    alter: (plan) => {
      ending(plan).before = {};
    },
  },
  {
    name: "a delete of what is protected",
    code: "plan-blocked",
    exit: 5,
    alter: (plan) => {
      plan.blocked = [];
      plan.changes.push(NEW_DELETE("album:kept", KEPT_BEFORE));
      sort(plan);
    },
  },
  {
    name: "more deletes than the budget lets through, with the limit left out",
    code: "budget-exceeded",
    exit: 5,
    alter: (plan) => {
      plan.asked.allowDeletes = 0;
      plan.guards = [];
    },
  },
  {
    name: "a run taken back that is not on record",
    code: "plan-unrecorded",
    alter: (plan) => {
      plan.reverses = { run: 99, gitCommit: null };
      plan.changes = [update(plan)];
    },
  },
  {
    name: "a run taken back that wrote something else",
    code: "plan-unrecorded",
    alter: (plan) => {
      plan.reverses = { run: 1, gitCommit: null };
      plan.changes = [update(plan)];
    },
  },
];

/** All columns of the protected album, as far as a forger needs them. */
const KEPT_BEFORE = {
  slug: "kept",
  name: "Kept",
  type: null,
  description: null,
  set_template: null,
  is_set_template: false,
  public: false,
  training_source: false,
};
