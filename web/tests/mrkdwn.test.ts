import { describe, expect, test } from "vitest";
import { parseMrkdwn, type RichPart, withEmoji } from "../src/blocks/mrkdwn";

const parse = (text: string) => parseMrkdwn(text, (seconds, template) => `${template}@${seconds}`);

/** Elements as one readable line: `bold(…)`, `emoji(…)`. */
function read(parts: RichPart[]): string {
  return parts
    .flatMap((part) => part.elements)
    .map((element) => {
      if (element.type === "text") return Object.keys(element.style ?? {}).reduce((text, style) => `${style}(${text})`, element.text);
      if (element.type === "link") return `link(${element.url} ${element.text ?? ""})`;
      if (element.type === "emoji") return `emoji(${element.name})`;
      return element.type;
    })
    .join("");
}

describe("inline marks", () => {
  test.each([
    ["*bold* and _italic_ and ~gone~", "bold(bold) and italic(italic) and strike(gone)"],
    ["a ratio of *1:53*: fine", "a ratio of bold(1:53): fine"],
    ["2*3*4 and snake_case_name", "2*3*4 and snake_case_name"],
    ["* not bold * either", "* not bold * either"],
    ["*_both_*", "italic(bold(both))"],
    ["`*as typed*`", "code(*as typed*)"],
    ["*one\ntwo*", "*one\ntwo*"],
    ["&lt;b&gt; &amp; co", "<b> & co"],
  ])("%s", (text, expected) => expect(read(parse(text))).toBe(expected));

  test("a mark inside a Japanese word is not one, as in Slack", () => {
    expect(read(parse("これは*太字*です"))).toBe("これは*太字*です");
    expect(read(parse("これは *太字* です"))).toBe("これは bold(太字) です");
  });
});

describe("references", () => {
  test.each([
    ["<@U1> in <#C1|sales>", "user in channel"],
    ["<https://a.example|a *label*>", "link(https://a.example a *label*)"],
    ["<https://a.example?x=1&amp;y=2>", "link(https://a.example?x=1&y=2 )"],
    ["<!date^100^{date}^https://a.example|then>", "link(https://a.example {date}@100)"],
    ["<!date^100^{date}|then>", "{date}@100"],
    ["<!here> <!subteam^S1>", "broadcast usergroup"],
    ["a < b", "a < b"],
  ])("%s", (text, expected) => expect(read(parse(text))).toBe(expected));
});

test("only known names between colons are emoji", () => {
  expect(read(parse("1:53, 1:60 :wave: :no_such_thing:"))).toBe("1:53, 1:60 emoji(wave) :no_such_thing:");
  expect(withEmoji("Done :tada: at 10:30:00")).toBe("Done 🎉 at 10:30:00");
});

test("quotes and fenced code are parts of their own", () => {
  expect(parse("before\n&gt; quoted\n&gt; twice\nafter").map((part) => part.type)).toEqual([
    "rich_text_section",
    "rich_text_quote",
    "rich_text_section",
  ]);
  const fenced = parse("```\n*raw*\n```");
  expect(fenced).toEqual([{ type: "rich_text_preformatted", elements: [{ type: "text", text: "*raw*" }] }]);
});
