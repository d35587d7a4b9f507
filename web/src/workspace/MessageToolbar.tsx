import { useState } from "react";
import type { Message } from "../api/types";
import { Icon } from "../controls/Icon";
import { MenuButton } from "../controls/Menu";
import { useText } from "../i18n";
import { useSandbox } from "../state/sandbox";

interface Props {
  message: Message;
  onReply?(): void;
  onDismiss?(): void;
}

/** Appears with the pointer or the keyboard on the message: reply, the app's message shortcuts, dismiss. */
export function MessageToolbar({ message, onReply, onDismiss }: Props) {
  const { state, actions } = useSandbox();
  const text = useText();
  const [fault, setFault] = useState<string | null>(null);
  const run = async (callbackId: string) => {
    setFault(null);
    try {
      const { outcome } = await actions.runShortcut(callbackId, { channel: message.channel, message_ts: message.ts });
      if (outcome.status !== "acked") setFault(outcome.message ?? text.actionFailed);
    } catch (error) {
      setFault(error instanceof Error ? error.message : text.actionFailed);
    }
  };
  const items = state.shortcuts
    .filter((shortcut) => shortcut.type === "message")
    .map((shortcut) => ({
      key: shortcut.callback_id,
      label: shortcut.name,
      hint: state.bot.name,
      onSelect: () => void run(shortcut.callback_id),
    }));
  return (
    <div className="message-tools">
      {onReply && (
        <button type="button" className="icon-button" aria-label={text.replyInThread} title={text.replyInThread} data-testid="reply-in-thread" onClick={onReply}>
          <Icon name="thread" size={16} />
        </button>
      )}
      {/* Slack offers no shortcut on an ephemeral message: nobody else has it. */}
      {!message.is_ephemeral && (
        <MenuButton className="icon-button" title={text.moreActions} label={text.moreActions} testId="message-menu" align="end" items={items} empty={text.noShortcuts}>
          <Icon name="more" size={16} />
        </MenuButton>
      )}
      {onDismiss && (
        <button type="button" className="icon-button" aria-label={text.dismissMessage} title={text.dismissMessage} data-testid="dismiss-message" onClick={onDismiss}>
          <Icon name="close" size={16} />
        </button>
      )}
      {fault && (
        <p className="message-fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
