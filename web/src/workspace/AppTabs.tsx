import { useText } from "../i18n";
import { formatPlace, type Place } from "../state/location";
import { useSandbox } from "../state/sandbox";

/** The app's own places, one click apart: Home, the agent, the plain DM. */
export function AppTabs({ place }: { place: Place }) {
  const { state } = useSandbox();
  const text = useText();
  const { bot } = state;
  const tabs: { place: Place; label: string; isShown: boolean }[] = [
    { place: { kind: "home" }, label: text.appHome, isShown: bot.home_tab },
    { place: { kind: "channel", channel: bot.im_channel, thread: null }, label: text.appMessages, isShown: bot.messages_tab },
    { place: { kind: "agent", thread: null }, label: text.agent, isShown: bot.agent !== null },
  ];
  return (
    <nav className="tabs" aria-label={bot.name}>
      {tabs
        .filter((tab) => tab.isShown)
        .map((tab) => (
          <a key={tab.label} href={formatPlace(tab.place)} aria-current={tab.place.kind === place.kind ? "page" : undefined}>
            {tab.label}
          </a>
        ))}
    </nav>
  );
}
