import { useMemo } from "react";
import { Icon } from "../controls/Icon";
import { useText } from "../i18n";
import { channelName } from "../state/people";
import { useSandbox } from "../state/sandbox";
import { Composer } from "./Composer";
import { MessageList } from "./MessageList";
import { StatusLine } from "./StatusLine";
import { SuggestedPrompts } from "./SuggestedPrompts";

interface Props {
  channelId: string;
  threadTs: string;
  dismissed: ReadonlySet<string>;
  onDismiss(ts: string): void;
  onClose(): void;
}

export function useThread(channelId: string, threadTs: string, dismissed: ReadonlySet<string>) {
  const { state } = useSandbox();
  const all = state.messages[channelId];
  return useMemo(
    () => (all ?? []).filter((message) => (message.ts === threadTs || message.thread_ts === threadTs) && !dismissed.has(message.ts)),
    [all, threadTs, dismissed],
  );
}

export function ThreadPane({ channelId, threadTs, dismissed, onDismiss, onClose }: Props) {
  const { state } = useSandbox();
  const text = useText();
  const messages = useThread(channelId, threadTs, dismissed);
  const channel = state.channels.find((one) => one.id === channelId);
  const name = channel ? channelName(state, channel) : "";
  return (
    <aside
      className="thread"
      aria-label={text.thread}
      data-testid="thread"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onClose();
      }}
    >
      <header className="pane-header">
        <h2>{text.thread}</h2>
        <p className="pane-topic">{name}</p>
        <button type="button" className="icon-button" aria-label={text.closeThread} data-testid="close-thread" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <MessageList
        label={text.thread}
        messages={messages}
        isInThread
        onDismiss={onDismiss}
        header={messages.length === 0 && <p className="empty">{text.permalinkGone}</p>}
        footer={
          <>
            <SuggestedPrompts channel={channelId} threadTs={threadTs} />
            <StatusLine channel={channelId} threadTs={threadTs} />
          </>
        }
      />
      <div className="pane-foot">
        <Composer channel={channelId} threadTs={threadTs} placeholder={text.replyPlaceholder} isDisabled={channel?.is_archived} autoFocus />
      </div>
    </aside>
  );
}
