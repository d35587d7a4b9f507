import { useMemo } from "react";
import { slackDate } from "../i18n/dates";
import { useCalendar } from "../state/calendar";
import { Display } from "./Display";
import { parseMrkdwn, withEmoji } from "./mrkdwn";
import type { Block, TextObject } from "./types";

/** Slack's markup, as in a message without blocks or a `mrkdwn` object. */
export function Mrkdwn({ text }: { text: string }) {
  const calendar = useCalendar();
  const blocks = useMemo(() => {
    const elements = parseMrkdwn(text, (seconds, template) => slackDate(seconds, template, calendar));
    return [{ type: "rich_text", elements } as unknown as Block];
  }, [text, calendar]);
  return <Display blocks={blocks} />;
}

export function Text({ text }: { text: TextObject }) {
  return text.type === "mrkdwn" ? <Mrkdwn text={text.text} /> : <>{withEmoji(text.text)}</>;
}
