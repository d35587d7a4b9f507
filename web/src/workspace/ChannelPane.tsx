import { type ReactNode, useMemo } from "react";
import type { Channel } from "../api/types";
import { Icon } from "../controls/Icon";
import { useText } from "../i18n";
import { channelName, findUser } from "../state/people";
import { useSandbox } from "../state/sandbox";
import { Avatar } from "./Avatar";
import { Composer } from "./Composer";
import { MessageList } from "./MessageList";
import { Rejections } from "./Rejections";
import { StatusLine } from "./StatusLine";
import { SuggestedPrompts } from "./SuggestedPrompts";

interface Props {
  channel: Channel;
  dismissed: ReadonlySet<string>;
  tabs?: ReactNode;
  onOpenThread(ts: string): void;
  onDismiss(ts: string): void;
}

export function ChannelPane({ channel, dismissed, tabs, onOpenThread, onDismiss }: Props) {
  const { state } = useSandbox();
  const text = useText();
  const name = channelName(state, channel);
  const isDm = channel.id === state.bot.im_channel;
  const all = state.messages[channel.id];
  const messages = useMemo(
    () => (all ?? []).filter((message) => (!message.thread_ts || message.thread_ts === message.ts) && !dismissed.has(message.ts)),
    [all, dismissed],
  );
  const me = state.users.find((user) => user.id === state.me);
  const mayPost = !channel.is_read_only || me?.is_admin || me?.is_owner;
  const closed = channel.is_archived ? text.archived : !mayPost ? text.readOnly : isDm && state.bot.messages_read_only ? text.appReadOnly : null;
  return (
    <section className="pane" aria-label={name}>
      <header className="pane-header">
        <h2>
          {isDm && <Avatar user={findUser(state, state.bot.user_id)} size={24} />}
          {channel.kind === "private" && <Icon name="lock" size={16} />}
          {channel.kind === "im" ? name : channel.kind === "private" ? channel.name : `# ${channel.name}`}
          {isDm && <span className="app-tag">{text.appTag}</span>}
        </h2>
        {tabs}
        {channel.kind !== "im" && (
          <p className="pane-topic">
            {text.members(channel.members.length)}
            {(channel.topic || channel.purpose) && <span>{channel.topic || channel.purpose}</span>}
          </p>
        )}
      </header>
      <MessageList
        label={text.messagesIn(name)}
        messages={messages}
        onOpenThread={onOpenThread}
        onDismiss={onDismiss}
        header={messages.length === 0 && <EmptyChannel title={isDm ? text.emptyDm(name) : text.emptyChannel(name)} description={isDm ? state.bot.description : channel.purpose} />}
        footer={
          <>
            {isDm && messages.length === 0 && <SuggestedPrompts channel={channel.id} threadTs={null} onSent={onOpenThread} />}
            <StatusLine channel={channel.id} />
          </>
        }
      />
      <div className="pane-foot">
        <Rejections channel={channel.id} />
        <Composer channel={channel.id} placeholder={closed ?? text.messageTo(name)} isDisabled={closed !== null} autoFocus />
      </div>
    </section>
  );
}

function EmptyChannel({ title, description }: { title: string; description: string }) {
  const text = useText();
  return (
    <div className="empty">
      <h3>{title}</h3>
      {description && <p>{description}</p>}
      <p>{text.emptyChannelHint}</p>
    </div>
  );
}
