import { useEffect, useState } from "react";
import { Icon } from "../controls/Icon";
import { useText } from "../i18n";
import { ModalStack } from "../modals/ModalStack";
import { controls } from "../api/client";
import { DeveloperPanel } from "../sandbox/DeveloperPanel";
import { SandboxBar } from "../sandbox/SandboxBar";
import { Tour } from "../sandbox/Tour";
import { useSetDraft } from "../state/drafts";
import { formatPlace, type Place, usePlace } from "../state/location";
import { useSandbox } from "../state/sandbox";
import type { ThemeChoice } from "../state/theme";
import { useUnread } from "../state/unread";
import { AgentPane } from "./AgentPane";
import { Announcer } from "./Announcer";
import { AppTabs } from "./AppTabs";
import { CanvasDialog } from "./CanvasDialog";
import { ChannelPane } from "./ChannelPane";
import { HomePane } from "./HomePane";
import { Sidebar } from "./Sidebar";
import { ThreadPane } from "./ThreadPane";
import { useAttempt } from "../state/attempts";

interface Props {
  themeChoice: ThemeChoice;
  onTheme(choice: ThemeChoice): void;
}

export function Workspace({ themeChoice, onTheme }: Props) {
  const { state, connection, actions } = useSandbox();
  const text = useText();
  const attempt = useAttempt();
  const setDraft = useSetDraft();
  const first = state.channels.find((channel) => channel.is_member && channel.is_bot_member) ?? state.channels[0];
  const [asked, go] = usePlace({ kind: "channel", channel: first?.id ?? "", thread: null });
  const [isPanelOpen, setIsPanelOpen] = useState(false);
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const [canvasId, setCanvasId] = useState<string | null>(null);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());

  // A link may name a channel that this user does not see.
  const found = asked.kind === "channel" ? state.channels.find((channel) => channel.id === asked.channel) : undefined;
  const channel = found ?? first;
  const place: Place = asked.kind === "channel" && !found && first ? { kind: "channel", channel: first.id, thread: null } : asked;
  const isDm = place.kind === "channel" && channel?.id === state.bot.im_channel;
  const current = place.kind === "channel" ? (channel?.id ?? null) : place.kind === "agent" ? state.bot.im_channel : null;
  const unread = useUnread(state, current);
  const canvas = state.canvases.find((one) => one.id === canvasId);
  const tabs = <AppTabs place={place} />;
  const thread = place.kind === "channel" ? place.thread : null;
  const dismiss = (ts: string) => setDismissed((old) => new Set(old).add(ts));
  const openThread = (ts: string) => channel && go({ kind: "channel", channel: channel.id, thread: ts });

  const address = formatPlace(asked);
  useEffect(() => setIsMenuOpen(false), [address]);
  useEffect(() => {
    if (isDm) attempt(actions.openTab("messages"));
  }, [isDm, actions, attempt]);

  const tryHint = (hint: string) => {
    const target = place.kind === "channel" && channel ? channel.id : (first?.id ?? "");
    if (place.kind !== "channel") go({ kind: "channel", channel: target, thread: null });
    setDraft(`${target}/`, hint);
    requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-testid=composer-input]")?.focus());
  };
  const isTourOpen = !state.tour.is_dismissed && state.tour.steps.length > 0;

  return (
    <div className={`page ${isMenuOpen ? "is-menu-open" : ""}`}>
      <SandboxBar
        themeChoice={themeChoice}
        isPanelOpen={isPanelOpen}
        isTourOpen={isTourOpen}
        onTheme={onTheme}
        onPanel={() => setIsPanelOpen(!isPanelOpen)}
        onTour={() => attempt(controls.dismissTour(isTourOpen))}
      />
      {connection !== "live" && (
        <p className="notice is-lost" role="alert">
          {text.disconnected}
        </p>
      )}
      {connection === "live" && !state.bot.is_connected && state.bot.is_installed && (
        <p className="notice" role="status" data-testid="bot-down">
          {text.botDown}
        </p>
      )}
      {!state.bot.is_installed && (
        <p className="notice" role="status">
          {text.notInstalled}
        </p>
      )}
      <div className="workspace">
        <button type="button" className="menu-toggle" aria-label={text.openNavigation} aria-expanded={isMenuOpen} onClick={() => setIsMenuOpen(!isMenuOpen)}>
          <Icon name="menu" />
        </button>
        <div className="side">
          <Sidebar place={place} unread={unread} onOpenCanvas={setCanvasId} />
          {isTourOpen && <Tour onTry={tryHint} />}
        </div>
        <main className="main">
          <h1 className="visually-hidden">{state.workspace.name}</h1>
          {place.kind === "home" && <HomePane key={state.me} tabs={tabs} />}
          {place.kind === "agent" && (
            <AgentPane
              thread={place.thread}
              dismissed={dismissed}
              tabs={tabs}
              onOpen={(ts) => go({ kind: "agent", thread: ts })}
              onDismiss={dismiss}
            />
          )}
          {place.kind === "channel" && channel && (
            <ChannelPane
              key={channel.id}
              channel={channel}
              dismissed={dismissed}
              tabs={isDm ? tabs : undefined}
              onOpenThread={openThread}
              onDismiss={dismiss}
            />
          )}
        </main>
        {thread && channel && (
          <ThreadPane
            key={thread}
            channelId={channel.id}
            threadTs={thread}
            dismissed={dismissed}
            onDismiss={dismiss}
            onClose={() => go({ kind: "channel", channel: channel.id, thread: null })}
          />
        )}
        {isPanelOpen && <DeveloperPanel onClose={() => setIsPanelOpen(false)} />}
      </div>
      <Announcer channel={current} />
      {canvas && <CanvasDialog canvas={canvas} onClose={() => setCanvasId(null)} />}
      <ModalStack conversationId={current} />
    </div>
  );
}
