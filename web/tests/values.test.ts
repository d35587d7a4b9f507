import { describe, expect, test } from "vitest";
import type { Block, BlockElement } from "../src/blocks/types";
import { stateValues } from "../src/blocks/values";
import { en } from "../src/i18n/en";
import { ja } from "../src/i18n/ja";
import { normaliseNumbers, validateForm } from "../src/modals/validate";

const input = (element: BlockElement, extra: Partial<Block> = {}): Block => ({
  type: "input",
  block_id: "b",
  label: { type: "plain_text", text: "Label" },
  element: { action_id: "a", ...element },
  ...extra,
});
const typed = (type: string, value: string | null) => ({ b: { a: { type, value } } });

describe("what a form holds", () => {
  test("every input is there, empty ones as null or a list", () => {
    expect(stateValues([input({ type: "plain_text_input" })], {})).toEqual({ b: { a: { type: "plain_text_input", value: null } } });
    expect(stateValues([input({ type: "checkboxes" })], {})).toEqual({ b: { a: { type: "checkboxes", selected_options: [] } } });
  });

  test("typed wins over initial, unless the element is another now", () => {
    const block = input({ type: "plain_text_input", initial_value: "initial" });
    expect(stateValues([block], typed("plain_text_input", "typed")).b?.a?.value).toBe("typed");
    expect(stateValues([block], typed("number_input", "3")).b?.a?.value).toBe("initial");
  });

  test("buttons hold nothing", () => {
    expect(stateValues([{ type: "actions", block_id: "b", elements: [{ type: "button", action_id: "a" }] }], {})).toEqual({});
  });
});

describe("what Slack's client refuses before the bot hears of it", () => {
  const number = { type: "number_input", min_value: "1", max_value: "10" };
  test.each([
    ["an empty required field", input({ type: "plain_text_input" }), null, en.required],
    ["an empty optional field", input({ type: "plain_text_input" }, { optional: true }), null, undefined],
    ["too short a text", input({ type: "plain_text_input", min_length: 3 }), "ab", en.tooShort(3)],
    ["words for a number", input(number), "many", en.notANumber],
    ["a fraction for a whole number", input(number), "2.5", en.notAWholeNumber],
    ["a fraction where it is allowed", input({ ...number, is_decimal_allowed: true }), "2.5", undefined],
    ["too small a number", input(number), "0", en.tooSmall("1")],
    ["too big a number", input(number), "11", en.tooBig("10")],
    ["a full-width number", input(number), "７", undefined],
  ])("%s", (_, block, value, expected) => {
    expect(validateForm([block], typed(block.element?.type ?? "", value), en).b).toBe(expected);
  });

  test("full-width digits go out as plain ones", () => {
    expect(normaliseNumbers(typed("number_input", " １２０ ")).b?.a?.value).toBe("120");
  });
});

test("both languages have every string, and as many arguments", () => {
  const arity = (strings: object) => Object.entries(strings).map(([key, value]) => [key, typeof value === "function" ? value.length : typeof value]);
  expect(arity(ja).toSorted()).toEqual(arity(en).toSorted());
});
