import type { ReactNode } from "react";
import type { Channel } from "../api/types";
import { Icon } from "../controls/Icon";
import { useText } from "../i18n";
import { formatPlace, type Place } from "../state/location";
import { channelName, findUser } from "../state/people";
import { useSandbox } from "../state/sandbox";
import { Avatar } from "./Avatar";

interface Props {
  place: Place;
  unread: ReadonlySet<string>;
  onOpenCanvas(id: string): void;
}

export function Sidebar({ place, unread, onOpenCanvas }: Props) {
  const { state } = useSandbox();
  const text = useText();
  const channels = state.channels.filter((channel) => channel.kind !== "im");
  const direct = state.channels.filter((channel) => channel.kind === "im");
  const isHere = (channel: Channel) => place.kind === "channel" && place.channel === channel.id;
  return (
    <nav className="sidebar" aria-label={text.workspaceNavigation}>
      <p className="sidebar-title">{state.workspace.name}</p>
      <Group title={text.channels}>
        {channels.map((channel) => (
          <Entry
            key={channel.id}
            place={{ kind: "channel", channel: channel.id, thread: null }}
            isCurrent={isHere(channel)}
            isUnread={unread.has(channel.id)}
            icon={channel.kind === "private" ? <Icon name="lock" size={16} /> : <span className="hash">#</span>}
            label={channel.name}
            note={channel.kind === "private" ? text.privateChannel : undefined}
            testId={`channel-${channel.name}`}
          />
        ))}
      </Group>
      <Group title={text.directMessages}>
        {direct.map((channel) => (
          <Entry
            key={channel.id}
            place={{ kind: "channel", channel: channel.id, thread: null }}
            isCurrent={isHere(channel)}
            isUnread={unread.has(channel.id)}
            icon={<Avatar user={findUser(state, channel.id === state.bot.im_channel ? state.bot.user_id : channel.name)} size={20} />}
            label={channelName(state, channel)}
            testId="dm-bot"
          />
        ))}
      </Group>
      {(state.bot.home_tab || state.bot.agent) && (
        <Group title={text.apps}>
          {state.bot.home_tab && (
            <Entry
              place={{ kind: "home" }}
              isCurrent={place.kind === "home"}
              icon={<Icon name="home" size={16} />}
              label={text.appHome}
              note={state.bot.name}
              testId="app-home"
            />
          )}
          {state.bot.agent && (
            <Entry
              place={{ kind: "agent", thread: null }}
              isCurrent={place.kind === "agent"}
              icon={<Icon name="spark" size={16} />}
              label={text.agent}
              note={state.bot.name}
              testId="agent"
            />
          )}
        </Group>
      )}
      {state.canvases.length > 0 && (
        <Group title={text.canvases}>
          {state.canvases.map((canvas) => (
            <li key={canvas.id}>
              <button type="button" className="sidebar-entry" onClick={() => onOpenCanvas(canvas.id)}>
                <Icon name="file" size={16} /> <span>{canvas.title}</span>
              </button>
            </li>
          ))}
        </Group>
      )}
    </nav>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="sidebar-group">
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

interface EntryProps {
  place: Place;
  isCurrent: boolean;
  isUnread?: boolean;
  icon: ReactNode;
  label: string;
  note?: string;
  testId: string;
}

function Entry({ place, isCurrent, isUnread = false, icon, label, note, testId }: EntryProps) {
  const text = useText();
  return (
    <li>
      <a className={`sidebar-entry ${isUnread ? "is-unread" : ""}`} href={formatPlace(place)} aria-current={isCurrent ? "page" : undefined} data-testid={testId}>
        {icon}
        <span>{label}</span>
        {note && <span className="visually-hidden"> ({note})</span>}
        {isUnread && (
          <span className="unread-dot">
            <span className="visually-hidden">{text.unread}</span>
          </span>
        )}
      </a>
    </li>
  );
}

