import { find } from "node-emoji";

/** Slack's markup read into `rich_text`, which the package draws. Its own reading takes the colon of a ratio such as `*1:53*:` for an emoji. */

export interface InlineStyle {
  bold?: boolean;
  italic?: boolean;
  strike?: boolean;
  code?: boolean;
}

export type Inline =
  | { type: "text"; text: string; style?: InlineStyle }
  | { type: "link"; url: string; text?: string; style?: InlineStyle }
  | { type: "emoji"; name: string; skin_tone?: number }
  | { type: "user"; user_id: string; style?: InlineStyle }
  | { type: "channel"; channel_id: string; style?: InlineStyle }
  | { type: "usergroup"; usergroup_id: string; style?: InlineStyle }
  | { type: "broadcast"; range: string; style?: InlineStyle };

export interface RichPart {
  type: "rich_text_section" | "rich_text_quote" | "rich_text_preformatted";
  elements: Inline[];
}

/** How a `<!date^…>` reads in the reader's language and zone. */
export type DateReader = (seconds: number, template: string) => string;

const STYLES: Record<string, keyof InlineStyle> = { "*": "bold", _: "italic", "~": "strike" };
const EMOJI = /^:([a-z0-9_+'-]+)(?:::skin-tone-([2-6]))?:/;
const WORD = /[\p{L}\p{N}]/u;

export function unescape(text: string): string {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

export function parseMrkdwn(text: string, readDate: DateReader): RichPart[] {
  const parts: RichPart[] = [];
  text.split(/```/).forEach((piece, index, pieces) => {
    const isFenced = index % 2 === 1 && index < pieces.length - 1;
    if (isFenced) parts.push({ type: "rich_text_preformatted", elements: [{ type: "text", text: unescape(piece.replace(/^\n|\n$/g, "")) }] });
    else if (piece !== "") parts.push(...parseLines(index === 0 ? piece : piece.replace(/^\n/, ""), readDate));
  });
  return parts;
}

function parseLines(text: string, readDate: DateReader): RichPart[] {
  const groups: { isQuote: boolean; lines: string[] }[] = [];
  for (const line of text.split("\n")) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    const isQuote = quoted !== null;
    const last = groups.at(-1);
    if (last?.isQuote === isQuote) last.lines.push(quoted?.[1] ?? line);
    else groups.push({ isQuote, lines: [quoted?.[1] ?? line] });
  }
  return groups
    .filter(({ lines }, index) => lines.some((line) => line !== "") || (index > 0 && index < groups.length - 1))
    .map(({ isQuote, lines }) => ({
      type: isQuote ? "rich_text_quote" : "rich_text_section",
      elements: parseInline(lines.join("\n"), {}, readDate),
    }));
}

function parseInline(text: string, style: InlineStyle, readDate: DateReader): Inline[] {
  const found: Inline[] = [];
  let plain = "";
  const flush = () => {
    if (plain) found.push(styled({ type: "text", text: unescape(plain) }, style));
    plain = "";
  };
  let at = 0;
  while (at < text.length) {
    const special = readSpecial(text, at, style, readDate);
    if (special) {
      flush();
      found.push(...special.elements);
      at = special.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return found;
}

interface Read {
  elements: Inline[];
  end: number;
}

function readSpecial(text: string, at: number, style: InlineStyle, readDate: DateReader): Read | null {
  const character = text[at] ?? "";
  if (character === "<") return readReference(text, at, style, readDate);
  if (character === ":") return readEmoji(text, at);
  if (character === "`") return readCode(text, at, style);
  const name = STYLES[character];
  if (!name || style[name]) return null;
  const end = closing(text, at, character);
  if (end < 0) return null;
  return { elements: parseInline(text.slice(at + 1, end), { ...style, [name]: true }, readDate), end: end + 1 };
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && WORD.test(character);
}

/** As in Slack, a mark counts at the edge of a word only; Japanese has no spaces, so there it needs some. */
function closing(text: string, at: number, mark: string): number {
  if (isWord(text[at - 1]) || text[at - 1] === mark || /[\s]/.test(text[at + 1] ?? " ") || text[at + 1] === mark) return -1;
  for (let end = at + 2; end < text.length && text[end] !== "\n"; end += 1) {
    if (text[end] === mark && !/\s/.test(text[end - 1] ?? "") && !isWord(text[end + 1]) && text[end + 1] !== mark) return end;
  }
  return -1;
}

function readCode(text: string, at: number, style: InlineStyle): Read | null {
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1 || text.slice(at, end).includes("\n")) return null;
  return { elements: [styled({ type: "text", text: unescape(text.slice(at + 1, end)) }, { ...style, code: true })], end: end + 1 };
}

function readEmoji(text: string, at: number): Read | null {
  const found = EMOJI.exec(text.slice(at));
  const name = found?.[1];
  if (!found || !name || !find(name)) return null;
  const tone = found[2] ? { skin_tone: Number(found[2]) } : {};
  return { elements: [{ type: "emoji", name, ...tone }], end: at + found[0].length };
}

function readReference(text: string, at: number, style: InlineStyle, readDate: DateReader): Read | null {
  const close = text.indexOf(">", at);
  if (close < 0) return null;
  const [target = "", label] = split(text.slice(at + 1, close));
  const element = reference(target, label, readDate);
  return element && { elements: [styled(element, style)], end: close + 1 };
}

function split(inner: string): [string, string | undefined] {
  const bar = inner.indexOf("|");
  return bar < 0 ? [inner, undefined] : [inner.slice(0, bar), unescape(inner.slice(bar + 1))];
}

function reference(target: string, label: string | undefined, readDate: DateReader): Inline | null {
  if (target.startsWith("@")) return { type: "user", user_id: target.slice(1) };
  if (target.startsWith("#")) return { type: "channel", channel_id: target.slice(1) };
  if (target.startsWith("!subteam^")) return { type: "usergroup", usergroup_id: target.slice("!subteam^".length) };
  if (target.startsWith("!date^")) {
    const [, seconds = "", template = "", url] = target.split("^");
    const text = /^\d+$/.test(seconds) ? readDate(Number(seconds), template) : (label ?? "");
    return url ? { type: "link", url, text } : { type: "text", text };
  }
  if (/^!(here|channel|everyone)$/.test(target)) return { type: "broadcast", range: target.slice(1) };
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return { type: "link", url: unescape(target), ...(label ? { text: label } : {}) };
  return null;
}

function styled<T extends Inline>(element: T, style: InlineStyle): T {
  return Object.keys(style).length > 0 ? { ...element, style } : element;
}

/** Emoji in `plain_text`, such as a header or a button. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+'-]+):/g, (whole, name: string) => find(name)?.emoji ?? whole);
}
