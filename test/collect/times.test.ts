import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readTime } from "../../src/collect/source/fact-values.js";
import { readName } from "../../src/collect/source/name-parts.js";
import { readTimeText } from "../../src/collect/source/zoned-time.js";

const RUNS = { numRuns: 1000 };
const SECONDS = { min: new Date("1991-01-01"), max: new Date("2098-12-31"), noInvalidDate: true };

describe("times of a legacy tree", () => {
  it("are local without a zone", () => {
    const local = "2025-10-13T21:35:33.481220";
    assert.equal(readTimeText(local, "UTC"), "2025-10-13T21:35:33.481220Z");
    assert.equal(readTimeText(local, "Europe/Vienna"), "2025-10-13T19:35:33.481220Z");
    assert.equal(readTimeText(local, "Asia/Kolkata"), "2025-10-13T16:05:33.481220Z");
    assert.equal(readTimeText(`${local}+02:00`, "Asia/Kolkata"), "2025-10-13T19:35:33.481220Z");
    assert.equal(readTimeText(`${local}Z`, "Europe/Vienna"), "2025-10-13T21:35:33.481220Z");
    assert.equal(readTimeText("2025-10-13", "Europe/Vienna"), "2025-10-12T22:00:00Z");
  });

  it("that a clock shows twice are the first, that it skips as before the jump", () => {
    assert.equal(readTimeText("2025-10-26T02:30:00", "Europe/Vienna"), "2025-10-26T00:30:00Z");
    assert.equal(readTimeText("2025-03-30T02:30:00", "Europe/Vienna"), "2025-03-30T01:30:00Z");
  });

  it("come back from every zone as they went in", () => {
    const zones = [
      "UTC",
      "Europe/Vienna",
      "America/New_York",
      "Asia/Kathmandu",
      "Australia/Lord_Howe",
      "Pacific/Apia",
    ];
    fc.assert(
      fc.property(fc.date(SECONDS), fc.constantFrom(...zones), (moment, timeZone) => {
        const whole = new Date(Math.floor(moment.getTime() / 1000) * 1000);
        const local = formatLocal(whole, timeZone);
        const utc = readTimeText(local, timeZone);
        assert.equal(formatLocal(new Date(utc ?? ""), timeZone), local);
      }),
      RUNS,
    );
  });

  it("are taken from seconds and milliseconds", () => {
    assert.equal(readTime(1760391333, "Asia/Kolkata"), "2025-10-13T21:35:33Z");
    assert.equal(readTime(1760391333481, "UTC"), "2025-10-13T21:35:33.481000Z");
    assert.equal(readTime(1e300, "UTC"), undefined);
    assert.equal(readTime(true, "UTC"), undefined);
  });

  it("are none when no calendar has them or the year can't be right", () => {
    for (const text of ["2025-02-29T00:00:00", "1970-01-01T00:00:00", "2100-01-02", "soon", "", "2025-13-01"])
      assert.equal(readTimeText(text, "Europe/Vienna"), undefined, text);
  });
});

describe("readName", () => {
  it("finds the time that a name begins with", () => {
    assert.deepEqual(readName("20251013_213529_Two_of_Spades.png", "Europe/Vienna"), {
      createdAt: "2025-10-13T19:35:29Z",
      month: "2025-10",
      words: "Two of Spades",
    });
    assert.deepEqual(readName("20251013_213529.png", "UTC"), {
      createdAt: "2025-10-13T21:35:29Z",
      month: "2025-10",
      words: "",
    });
  });

  it("takes no other digits for one", () => {
    const names = [
      "seed19991231.png",
      "20251301_000000_x.png",
      "20250229_000000_x.png",
      "20251013_2135290.png",
    ];
    for (const name of [
      ...names,
      "x_20251013_213529.png",
      "20251013_250000.png",
      "18991231_000000.png",
      "20251013.png",
    ])
      assert.deepEqual(Object.keys(readName(name, "UTC")), ["words"], name);
  });

  it("agrees with the calendar", () => {
    fc.assert(
      fc.property(fc.date(SECONDS), (moment) => {
        const text = `${moment.toISOString().slice(0, 19)}Z`;
        const stamp = text.slice(0, 19).replace(/[-:]/g, "").replace("T", "_");
        assert.equal(readName(`${stamp}_fox.png`, "UTC").createdAt, text);
      }),
      RUNS,
    );
  });
});

function formatLocal(moment: Date, timeZone: string): string {
  // Swedish writes dates as ISO 8601 does.
  const text = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(
    moment,
  );
  return text.replace(" ", "T");
}
