import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { formatTime, parseTime } from "../../src/model/time.js";

describe("times", () => {
  it("come in several forms and leave in one", () => {
    const canonical = "2025-10-13 21:35:33.481220";
    for (const text of [
      canonical,
      "2025-10-13T21:35:33.481220Z",
      "2025-10-13T21:35:33.48122Z",
      "2025-10-13 23:35:33.481220+02:00",
      "2025-10-13T16:05:33.481220999-0530",
    ])
      assert.equal(parseTime(text), canonical);
    assert.equal(parseTime("2025-10-13"), "2025-10-13 00:00:00.000000");
    assert.equal(parseTime("2025-10-13 21:35"), "2025-10-13 21:35:00.000000");
    assert.equal(parseTime("2025-12-31T23:30:00-01:00"), "2026-01-01 00:30:00.000000");
  });

  it("refuse what is no moment", () => {
    for (const text of [
      "",
      "yesterday",
      "2025-02-30",
      "2025-10-13 24:00:00",
      "2025-10-13 21:61",
      "20251013",
      "2025-10-13T21:35:33+99:00",
      "0000-01-01T00:00:00+10:00",
    ])
      assert.equal(parseTime(text), undefined, text);
  });

  it("are refused exactly where the calendar has no such second", () => {
    const part = (least: number, most: number) =>
      fc.oneof(fc.constantFrom(least, most), fc.integer({ min: least, max: most }));
    const parts = fc.tuple(part(0, 9999), part(0, 13), part(0, 32), part(0, 25), part(0, 61), part(0, 61));
    fc.assert(
      fc.property(parts, ([year, ...rest]) => {
        const [month, day, hour, minute, second] = rest.map((number) => String(number).padStart(2, "0"));
        const text = `${String(year).padStart(4, "0")}-${month}-${day}T${hour}:${minute}:${second}`;
        const moment = new Date(`${text}.000Z`);
        const exists = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
        assert.equal(parseTime(`${text}Z`), exists ? `${text.replace("T", " ")}.000000` : undefined);
      }),
      { numRuns: 1000 },
    );
  });

  it("read back as the moment that was written", () => {
    const moments = fc.date({
      min: new Date("0001-01-01"),
      max: new Date("9999-12-31"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, (moment) => {
        const text = formatTime(moment);
        assert.equal(parseTime(text), text);
        assert.equal(parseTime(moment.toISOString()), text);
      }),
      { numRuns: 1000 },
    );
  });
});
