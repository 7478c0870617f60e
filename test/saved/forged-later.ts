import type { Forgery, OpenPlan } from "../support/forger.js";
import { type Any, album, CONTENT, find, HASH, image, moveImage, sort } from "./forged-parts.js";

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
