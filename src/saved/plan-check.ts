import type { Address } from "../model/address.js";
import type { Change } from "../model/change.js";
import type { PlainDiagnostic } from "../model/diagnostic.js";
import { equalJson, type Json } from "../model/json.js";
import type { GrowingSequence, Lists } from "../model/lists/sequence.js";
import type { ThumbnailChange } from "../model/plan.js";
import type { SavedPlan } from "../model/saved-plan.js";
import { compareText } from "../model/text-order.js";
import { PlanIdentity, PlanTally } from "../plan/summary.js";
import { findAddressFault } from "./check-address.js";
import { findChangeFault } from "./check-change.js";
import { findHeadFault } from "./check-head.js";

/** Address of an image that has a thumbnail to make or lose, the digest of its bytes, and whether the plan must say so. */
type Wanted = readonly [address: Address, sha256: string | null, isDue: boolean];

/**
 * Holds the entries of a saved plan against what planning could have made, one after the other as they are read, and
 * derives again what the plan says of them. The first fault is kept; nothing of the entries is.
 */
export class PlanCheck {
  readonly #plan: Omit<SavedPlan, "changes" | "thumbnails">;
  readonly #identity: PlanIdentity;
  readonly #tally = new PlanTally();
  readonly #wanted: GrowingSequence<Wanted>;
  readonly #blocked: ReadonlySet<Address>;
  #pending: Iterator<Wanted> | undefined;
  #next: Wanted | undefined;
  #lastChange: Change | undefined;
  #lastThumbnail = "";
  #problem: PlainDiagnostic | undefined;

  constructor(plan: Omit<SavedPlan, "changes" | "thumbnails">, lists: Lists) {
    this.#plan = plan;
    this.#identity = new PlanIdentity(plan.estate);
    this.#wanted = lists.start<Wanted>();
    this.#blocked = new Set(plan.blocked.map(({ address }) => address));
    const fault = findHeadFault(plan);
    if (fault !== undefined) this.#note(unplanned(fault));
  }

  addChange(change: Change): void {
    if (this.#problem !== undefined) return;
    const { address, action } = change;
    const { asked, reverses } = this.#plan;
    const isReverse = reverses !== undefined;
    const fault =
      this.#findPlaceFault(change, isReverse) ?? findChangeFault(change, { request: asked, isReverse });
    if (fault !== undefined) {
      this.#note(unplanned(`${address}: ${fault}`));
      return;
    }
    this.#lastChange = change;
    this.#identity.add(change);
    this.#tally.add(change);
    if (change.kind !== "image") return;
    if (action === "delete") this.#wanted.push([address, null, true]);
    else if ("after" in change && typeof change.after.sha256 === "string")
      this.#wanted.push([address, change.after.sha256, action === "create"]);
  }

  addThumbnail(thumbnail: ThumbnailChange): void {
    if (this.#problem !== undefined) return;
    const { address } = thumbnail;
    this.#tally.addThumbnail(thumbnail);
    const isOrdered = compareText(this.#lastThumbnail, address) < 0;
    this.#lastThumbnail = address;
    if (findAddressFault(address, "image") !== undefined || !isOrdered || !this.#isWanted(thumbnail))
      this.#note(differs(`the thumbnail of ${address} does not follow from its changes`));
  }

  /** What is wrong with the plan as a whole; undefined when it is what planning would have made of its entries. */
  finish(): PlainDiagnostic | undefined {
    if (this.#problem !== undefined) return this.#problem;
    const { planId, summary, blocked } = this.#plan;
    if (this.#identity.end() !== planId) return differs("its id does not match its changes");
    if (!equalJson(this.#tally.summarize(blocked.length) as unknown as Json, summary as unknown as Json))
      return differs("its summary does not match its changes");
    for (let due = this.#next ?? this.#turn(); due !== undefined; due = this.#turn())
      if (due[2]) return differs(`the thumbnail of ${due[0]} is missing`);
    return undefined;
  }

  #note(problem: PlainDiagnostic): void {
    this.#problem ??= problem;
  }

  /** One change an object; a plan that takes a run back may write an object and release it after that. */
  #findPlaceFault({ address, action }: Change, isReverse: boolean): string | undefined {
    if (this.#lastThumbnail !== "") return "a change comes after thumbnails";
    // A reversal moves an object to its old address even when the run's address is no longer in use, which is blocked.
    if (this.#blocked.has(address) && !(isReverse && action === "move")) return "it is blocked and written";
    const last = this.#lastChange;
    if (last === undefined || compareText(last.address, address) < 0) return undefined;
    const isSecond = last.address === address && last.action === "update" && action === "release";
    return isReverse && isSecond ? undefined : "it is out of order";
  }

  #isWanted({ address, action, sha256 }: ThumbnailChange): boolean {
    if (this.#next === undefined) this.#turn();
    while (this.#next !== undefined && compareText(this.#next[0], address) < 0) {
      if (this.#next[2]) return false;
      this.#turn();
    }
    if ((action === "remove") !== (sha256 === null)) return false;
    if (this.#next === undefined || this.#next[0] !== address)
      // A deleted image may leave its thumbnail file behind without a change that says so.
      return sha256 === null ? this.#plan.base.database !== "none" : /^[0-9a-f]{64}$/.test(sha256);
    const [, wanted, isDue] = this.#next;
    this.#next = undefined;
    return sha256 === wanted && (!isDue || action !== "remake");
  }

  /** Moves to the next image with a thumbnail to create or remove, and returns it. */
  #turn(): Wanted | undefined {
    this.#pending ??= this.#wanted[Symbol.iterator]();
    const { value, done } = this.#pending.next();
    this.#next = done ? undefined : (value as Wanted);
    return this.#next;
  }
}

function differs(summary: string): PlainDiagnostic {
  return {
    code: "plan-derived-differs",
    summary: `the plan contradicts its own changes: ${summary}`,
    help: PLAN_ANEW,
  };
}

function unplanned(fault: string): PlainDiagnostic {
  return {
    code: "plan-content-invalid",
    summary: `the plan has content that sync plan never writes: ${fault}`,
    help: PLAN_ANEW,
  };
}

const PLAN_ANEW = "Make a new plan with sync plan --out, and have that one reviewed.";
