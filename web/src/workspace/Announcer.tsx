import { useEffect, useRef, useState } from "react";
import type { Message } from "../api/types";
import { useText } from "../i18n";
import { nameOf } from "../state/people";
import { useSandbox } from "../state/sandbox";

/** Tells a screen reader of new messages by their top-level text, as Slack does; the blocks would be far too long. */
export function Announcer({ channel }: { channel: string | null }) {
  const { state } = useSandbox();
  const text = useText();
  const messages: Message[] = (channel && state.messages[channel]) || [];
  const newest = messages.at(-1);
  const seen = useRef<{ channel: string | null; ts: string }>({ channel: null, ts: "" });
  const [said, setSaid] = useState("");

  useEffect(() => {
    const isNew = seen.current.channel === channel && newest && newest.ts > seen.current.ts;
    if (isNew && newest.user !== state.me) setSaid(text.newMessageFrom(nameOf(state, newest.user), newest.text));
    seen.current = { channel, ts: newest?.ts ?? "" };
  }, [channel, newest, state, text]);

  return (
    <div className="visually-hidden" aria-live="polite" data-testid="announcer">
      {said}
    </div>
  );
}
