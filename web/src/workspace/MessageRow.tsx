import { memo, useMemo } from "react";
import type { Attachment, Message } from "../api/types";
import { Blocks } from "../blocks/Blocks";
import { Mrkdwn } from "../blocks/Markup";
import { SurfaceContext } from "../blocks/surface";
import { Icon } from "../controls/Icon";
import { useText } from "../i18n";
import { clockTime, dayAndTime } from "../i18n/dates";
import { useCalendar } from "../state/calendar";
import { useForm } from "../state/form";
import { findUser, nameOf } from "../state/people";
import { useSandbox } from "../state/sandbox";
import { Avatar } from "./Avatar";
import { Files } from "./Files";
import { MessageToolbar } from "./MessageToolbar";
import { Violations } from "./Violations";

interface Props {
  message: Message;
  /** Same author right after: no second name and picture. */
  isContinued?: boolean;
  isInThread?: boolean;
  onOpenThread?(ts: string): void;
  onDismiss?(ts: string): void;
}

export const MessageRow = memo(function MessageRow({ message, isContinued = false, isInThread = false, onOpenThread, onDismiss }: Props) {
  const { state } = useSandbox();
  const text = useText();
  const calendar = useCalendar();
  const user = findUser(state, message.user);
  const name = nameOf(state, message.user);
  const time = clockTime(Number(message.ts), calendar);
  const container = useMemo(() => ({ type: "message" as const, channel: message.channel, ts: message.ts }), [message.channel, message.ts]);
  const form = useForm({ kind: "message", blocks: message.blocks, container, conversationId: message.channel });

  return (
    <article
      className={`message ${message.is_ephemeral ? "is-ephemeral" : ""} ${isContinued ? "is-continued" : ""}`}
      aria-label={`${name}, ${time}`}
      data-testid="message"
      data-ts={message.ts}
      tabIndex={-1}
    >
      {message.is_ephemeral && (
        <p className="message-ephemeral">
          <Icon name="eye" size={14} /> {text.onlyVisibleToYou}
        </p>
      )}
      <div className="message-side">{isContinued ? <time className="message-time">{time}</time> : <Avatar user={user} />}</div>
      <div className="message-main">
        {!isContinued && (
          <header className="message-header">
            <strong>{name}</strong>
            {user?.is_bot && <span className="app-tag">{text.appTag}</span>}
            <time className="message-time">{time}</time>
          </header>
        )}
        <SurfaceContext value={form.surface}>
          {message.blocks.length > 0 ? <Blocks blocks={message.blocks} /> : message.text && <Mrkdwn text={message.text} />}
          {message.attachments.map((attachment, index) => (
            <AttachmentBox key={index} attachment={attachment} />
          ))}
        </SurfaceContext>
        {message.edited_at && <span className="message-edited">{text.edited}</span>}
        <Files files={message.files} />
        {form.fault && (
          <p className="message-fault" role="alert" data-testid="action-fault">
            <Icon name="alert" size={16} /> {form.fault}
          </p>
        )}
        <Violations violations={message.violations} />
        {!isInThread && message.reply_count > 0 && (
          <button type="button" className="thread-link" data-testid="open-thread" onClick={() => onOpenThread?.(message.ts)}>
            {message.reply_users.slice(0, 3).map((id) => (
              <Avatar key={id} user={findUser(state, id)} size={20} />
            ))}
            <b>{text.replies(message.reply_count)}</b>
            {message.latest_reply && <span>{text.lastReply(dayAndTime(Number(message.latest_reply), calendar))}</span>}
          </button>
        )}
      </div>
      <MessageToolbar
        message={message}
        onReply={isInThread || message.is_ephemeral ? undefined : () => onOpenThread?.(message.thread_ts ?? message.ts)}
        onDismiss={message.is_ephemeral ? () => onDismiss?.(message.ts) : undefined}
      />
    </article>
  );
});

function AttachmentBox({ attachment }: { attachment: Attachment }) {
  const color = attachment.color?.replace(/^([0-9a-f]{6})$/i, "#$1");
  return (
    <div className="attachment" style={{ borderInlineStartColor: color }}>
      {attachment.pretext && <Mrkdwn text={attachment.pretext} />}
      {attachment.title && <strong>{attachment.title}</strong>}
      {attachment.blocks ? <Blocks blocks={attachment.blocks} /> : attachment.text && <Mrkdwn text={attachment.text} />}
      {attachment.footer && <small>{attachment.footer}</small>}
    </div>
  );
}
