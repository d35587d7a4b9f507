import { type ReactNode, useEffect, useMemo } from "react";
import { Icon } from "../controls/Icon";
import { MenuButton } from "../controls/Menu";
import { useText } from "../i18n";
import { dayAndTime } from "../i18n/dates";
import { useCalendar } from "../state/calendar";
import { useSandbox } from "../state/sandbox";
import { Avatar } from "./Avatar";
import { Composer } from "./Composer";
import { MessageList } from "./MessageList";
import { StatusLine } from "./StatusLine";
import { SuggestedPrompts } from "./SuggestedPrompts";
import { useThread } from "./ThreadPane";
import { useAttempt } from "../state/attempts";

interface Props {
  thread: string | null;
  dismissed: ReadonlySet<string>;
  tabs: ReactNode;
  onOpen(thread: string | null): void;
  onDismiss(ts: string): void;
}

/** The agent view: one conversation at a time, each of them a thread of the DM. */
export function AgentPane({ thread, dismissed, tabs, onOpen, onDismiss }: Props) {
  const { state, actions } = useSandbox();
  const text = useText();
  const attempt = useAttempt();
  const calendar = useCalendar();
  const im = state.bot.im_channel;
  const messages = useThread(im, thread ?? "", dismissed);
  useEffect(() => attempt(actions.openTab("messages")), [actions, attempt]);

  const conversations = useMemo(() => {
    const roots = (state.messages[im] ?? []).filter((message) => !message.bot_id && (!message.thread_ts || message.thread_ts === message.ts));
    return roots.toReversed().map((root) => ({
      ts: root.ts,
      title: state.titles.find((one) => one.channel === im && one.thread_ts === root.ts)?.title ?? (root.text.slice(0, 60) || text.untitled),
    }));
  }, [state.messages, state.titles, im, text]);

  return (
    <section className="pane agent" aria-label={`${state.bot.name} – ${text.agent}`}>
      <header className="pane-header">
        <h2>
          <Avatar user={state.users.find((user) => user.id === state.bot.user_id)} size={24} />
          {state.bot.name} <span className="app-tag">{text.appTag}</span>
        </h2>
        {tabs}
        <div className="agent-tools">
          <button type="button" className="button is-small" data-testid="agent-new" onClick={() => onOpen(null)}>
            <Icon name="plus" size={14} /> <span>{text.newChat}</span>
          </button>
          <MenuButton
            className="button is-small"
            label={text.history}
            testId="agent-history"
            align="end"
            empty={text.emptyChannelHint}
            items={conversations.map((one) => ({
              key: one.ts,
              label: one.title,
              hint: dayAndTime(Number(one.ts), calendar),
              onSelect: () => onOpen(one.ts),
            }))}
          >
            <Icon name="clock" size={14} /> <span>{text.history}</span>
          </MenuButton>
        </div>
      </header>
      <MessageList
        label={text.messagesIn(state.bot.name)}
        messages={thread ? messages : []}
        isInThread
        onDismiss={onDismiss}
        header={
          !thread && (
            <div className="agent-greeting">
              <Avatar user={state.users.find((user) => user.id === state.bot.user_id)} size={52} />
              <h3>{text.agentGreeting(state.bot.name)}</h3>
              <p>{state.bot.agent?.description}</p>
              <SuggestedPrompts channel={im} threadTs={null} onSent={onOpen} />
            </div>
          )
        }
        footer={
          thread && (
            <>
              <SuggestedPrompts channel={im} threadTs={thread} />
              <StatusLine channel={im} threadTs={thread} />
            </>
          )
        }
      />
      <div className="pane-foot">
        <Composer
          channel={im}
          threadTs={thread ?? undefined}
          placeholder={thread ? text.replyPlaceholder : text.messageTo(state.bot.name)}
          autoFocus
          onSent={(ts) => !thread && onOpen(ts)}
        />
      </div>
    </section>
  );
}
