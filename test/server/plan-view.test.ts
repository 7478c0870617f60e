import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { Answer, Question } from "../../src/engine/background/messages.js";
import type { PlanHead } from "../../src/engine/browse/plan-messages.js";
import { failWith } from "../../src/engine/project/failure.js";
import { PlanView } from "../../src/server/plan/plan-view.js";

const REQUEST = { cwd: "/", untrusted: false };
const BUSY = Object.assign(new Error("busy"), { code: "database-busy", help: "Wait." });
const ENDED = failWith("failure", "plan-process-ended", "it ended", "Try again.");
const HEAD = { plan: { planId: "a plan" }, total: 1 } as PlanHead;

/** A process that answers what a test says, in turn; the last again and again. */
class Stub {
  readonly isBusy = false;
  isEnded = false;
  readonly asked: string[] = [];
  readonly #answers: (Answer | Error)[];

  constructor(answers: readonly (Answer | Error)[]) {
    this.#answers = [...answers];
  }

  async ask({ ask }: Question): Promise<Answer> {
    this.asked.push(ask);
    const answer = this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0];
    if (answer === undefined || answer instanceof Error) throw answer;
    return answer;
  }

  end(): void {
    this.isEnded = true;
  }
}

function view(t: TestContext, ...processes: Stub[]) {
  const told: (string | null)[] = [];
  const plans = new PlanView(
    (planId) => told.push(planId),
    () => processes.shift() ?? assert.fail("a process too many"),
    5,
  );
  t.after(() => plans.close());
  const peek = (key = "one") => plans.peek(REQUEST, key);
  return { plans, told, peek };
}

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; !isSo(); await setTimeout(1)) assert.ok(Date.now() < end);
}

describe("the plan of a server", () => {
  it("is made once a busy database is free again, though nobody asks; until then it is not known", async (t) => {
    const stub = new Stub([BUSY, BUSY, { head: HEAD }]);
    const { plans, told, peek } = view(t, stub);
    assert.equal(peek(), undefined);
    await assert.rejects(plans.read(REQUEST, "one"), BUSY);
    await until(() => told.length > 0);
    assert.deepEqual([told, stub.asked.length], [["a plan"], 3]);
    assert.ok("plan" in (peek() ?? {}));
  });

  it("is not tried again for a state that is past", async (t) => {
    const stub = new Stub([BUSY, { head: HEAD }]);
    const { plans, told, peek } = view(t, stub);
    await assert.rejects(plans.read(REQUEST, "one"), BUSY);
    peek("two");
    await until(() => told.length > 0);
    await setTimeout(30);
    assert.equal(stub.asked.length, 2);
  });

  it("is known as impossible after another failure, and tried again by the next who asks", async (t) => {
    const stub = new Stub([ENDED, { head: HEAD }]);
    const { told, peek } = view(t, stub);
    peek();
    await until(() => told.length > 0);
    assert.deepEqual([told, stub.asked.length], [[null], 1]);
    assert.deepEqual(peek(), { error: ENDED });
    await until(() => told.length > 1);
    assert.deepEqual(told, [null, "a plan"]);
  });

  it("that can't be made again, to find a change of it, is known as impossible, not for ever at hand soon", async (t) => {
    const [first, second] = [new Stub([{ head: HEAD }]), new Stub([ENDED, { head: HEAD }])];
    const { plans, told, peek } = view(t, first, second);
    const plan = await plans.read(REQUEST, "one");
    first.end();
    assert.equal(plan.isAtHand(), false);
    await assert.rejects(plan.findChange("album:a"), ENDED);
    assert.deepEqual(told, ["a plan", null]);
    assert.deepEqual(peek(), { error: ENDED });
    await until(() => told.length > 2);
    assert.ok("plan" in (peek() ?? {}));
  });
});
