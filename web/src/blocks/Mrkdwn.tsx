import { useMemo } from "react";
import { Display } from "./Display";
import type { TextObject } from "./types";

/** Slack's markup on its own, as in a message without blocks. */
export function Mrkdwn({ text }: { text: string }) {
  const blocks = useMemo(() => [{ type: "section", text: { type: "mrkdwn" as const, text } }], [text]);
  return <Display blocks={blocks} />;
}

export function Text({ text }: { text: TextObject }) {
  return text.type === "mrkdwn" ? <Mrkdwn text={text.text} /> : <>{text.text}</>;
}
