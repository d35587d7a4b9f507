import { expect, test } from "vitest";
import { share } from "../src/api/share";
import { alignSeries, percentages, spread, ticksFor, within } from "../src/charts/scale";
import { complete, findToken } from "../src/workspace/completion";
import { formatPlace, parsePlace, type Place } from "../src/state/location";

test.each([
  ["a trend starts near its lowest value", [42, 60], false, [40, 45, 50, 55, 60]],
  ["a length starts at zero", [3, 20], true, [0, 5, 10, 15, 20]],
])("ticks: %s", (_, values, fromZero, expected) => expect(ticksFor(values, fromZero)).toEqual(expected));

test("one value alone still gets an axis round it", () => {
  const ticks = ticksFor([5, 5], false);
  expect(ticks.length).toBeGreaterThan(1);
  expect(ticks[0]).toBeLessThanOrEqual(5);
  expect(ticks.at(-1)).toBeGreaterThanOrEqual(5);
});

test("a category that a series lacks is a gap", () => {
  const chart = { type: "line" as const, series: [{ name: "a", data: [{ label: "x", value: 1 }] }], axis_config: { categories: ["x", "y"] } };
  expect(alignSeries(chart).series[0]?.points).toEqual([
    { label: "x", value: 1 },
    { label: "y", value: null },
  ]);
});

test("labels that would lie on each other move apart in their order", () => {
  expect(spread([100, 102, null, 50])).toEqual([100, 113, null, 50]);
});

test("a label at an edge moves inside, and one in the middle stays", () => {
  expect(within(20, 80, 400)).toBe(40);
  expect(within(390, 80, 400)).toBe(360);
  expect(within(200, 80, 400)).toBe(200);
});

test("shares of a pie add up, and of nothing are nothing", () => {
  expect(percentages([{ label: "a", value: 1 }, { label: "b", value: 3 }])).toEqual([25, 75]);
  expect(percentages([{ label: "a", value: 0 }])).toEqual([0]);
});

test("a new state keeps the parts that say the same", () => {
  const old = { messages: [{ ts: "1", blocks: [{ type: "divider" }] }], clock: 1 };
  const next = share(old, { messages: [{ ts: "1", blocks: [{ type: "divider" }] }, { ts: "2", blocks: [] }], clock: 1 });
  expect(next.messages[0]).toBe(old.messages[0]);
  expect(next).not.toBe(old);
  expect(share(old, structuredClone(old))).toBe(old);
});

test("the word at the caret: a command opens the message, a mention stands anywhere", () => {
  expect(findToken("/en", 3, false)?.kind).toBe("command");
  expect(findToken("/en", 3, true)).toBeNull();
  expect(findToken("ask @Mi", 7, false)).toEqual({ kind: "mention", text: "@Mi", start: 4 });
  expect(findToken("a@b", 3, false)).toBeNull();
  const token = findToken("ask @Mi now", 7, false);
  expect(token && complete("ask @Mi now", token, { key: "U1", label: "", insert: "@Mia Keller " })).toEqual(["ask @Mia Keller now", 16]);
});

test.each<Place>([
  { kind: "home" },
  { kind: "agent", thread: null },
  { kind: "agent", thread: "1.2" },
  { kind: "channel", channel: "C1", thread: null },
  { kind: "channel", channel: "C1", thread: "1.2" },
])("a place survives its address: %j", (place) => expect(parsePlace(formatPlace(place))).toEqual(place));
