import { Fragment, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Message } from "../api/types";
import { Icon } from "../controls/Icon";
import { useText } from "../i18n";
import { dayKey, dayName } from "../i18n/dates";
import { useCalendar } from "../state/calendar";
import { MessageRow } from "./MessageRow";

interface Props {
  label: string;
  messages: Message[];
  isInThread?: boolean;
  header?: ReactNode;
  footer?: ReactNode;
  onOpenThread?(ts: string): void;
  onDismiss?(ts: string): void;
}

const TOGETHER = 300;
const NEAR_BOTTOM = 60;

function isContinuation(message: Message, previous: Message | undefined): boolean {
  if (!previous || previous.user !== message.user || message.is_ephemeral || previous.is_ephemeral) return false;
  return !message.bot_id && Number(message.ts) - Number(previous.ts) < TOGETHER;
}

export function MessageList({ label, messages, isInThread, header, footer, onOpenThread, onDismiss }: Props) {
  const text = useText();
  const calendar = useCalendar();
  const list = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isAtBottom = useRef(true);
  const [isAway, setIsAway] = useState(false);

  const toBottom = useCallback(() => {
    const element = list.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);
  useLayoutEffect(() => {
    isAtBottom.current = true;
    toBottom();
  }, [label, toBottom]);
  useEffect(() => {
    // Charts, images and a smaller window change the height after the messages are in place.
    const observer = new ResizeObserver(() => isAtBottom.current && toBottom());
    if (content.current) observer.observe(content.current);
    if (list.current) observer.observe(list.current);
    return () => observer.disconnect();
  }, [toBottom]);

  const onScroll = () => {
    const element = list.current;
    if (!element) return;
    isAtBottom.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_BOTTOM;
    setIsAway(!isAtBottom.current);
  };
  return (
    <div className="message-list" ref={list} onScroll={onScroll} tabIndex={0} role="region" aria-label={label}>
      <div ref={content} className="message-content">
        {header}
        {messages.map((message, index) => {
          const previous = messages[index - 1];
          const day = dayKey(Number(message.ts), calendar);
          const isNewDay = !previous || dayKey(Number(previous.ts), calendar) !== day;
          return (
            <Fragment key={message.ts}>
              {isNewDay && !isInThread && (
                <div className="day" role="separator" aria-label={dayName(Number(message.ts), calendar)}>
                  <span>{dayName(Number(message.ts), calendar)}</span>
                </div>
              )}
              <MessageRow
                message={message}
                isContinued={!isNewDay && isContinuation(message, previous)}
                isInThread={isInThread}
                onOpenThread={onOpenThread}
                onDismiss={onDismiss}
              />
            </Fragment>
          );
        })}
        {footer}
      </div>
      {isAway && (
        <button type="button" className="to-bottom" aria-label={text.toBottom} onClick={toBottom}>
          <Icon name="chevron" size={16} />
        </button>
      )}
    </div>
  );
}
