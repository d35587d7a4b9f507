import { useMemo } from "react";
import type { MessageProps } from "slack-blocks-to-jsx";
import type { SandboxState } from "../api/types";
import { type Calendar, slackDate } from "../i18n/dates";
import { formatPlace } from "./location";
import { findUser } from "./people";

type Names = Pick<MessageProps, "data" | "hooks">;

/** Slack's own links lead to places of this page: a message, a channel, the Home of the app. */
export function localLink(href: string, state: SandboxState): string | null {
  const archive = /\/archives\/([A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?/.exec(href);
  if (archive?.[1]) {
    const { [1]: channel, [2]: seconds, [3]: micros } = archive;
    const ts = seconds ? `${seconds}.${micros}` : null;
    const message = state.messages[channel]?.find((one) => one.ts === ts);
    return formatPlace({ kind: "channel", channel, thread: message?.thread_ts ?? null });
  }
  const isApp = href.startsWith("slack://app") || href.includes("slack.com/app_redirect");
  if (isApp) return /tab=messages/.test(href) ? formatPlace({ kind: "channel", channel: state.bot.im_channel, thread: null }) : "#/home";
  const channel = /^slack:\/\/channel\?.*id=([A-Z0-9]+)/.exec(href);
  return channel?.[1] ? formatPlace({ kind: "channel", channel: channel[1], thread: null }) : null;
}

export function useNames(state: SandboxState, calendar: Calendar): Names {
  const { users, channels, company, me } = state;
  const { language, timeZone, now } = calendar;
  return useMemo(() => {
    const groups = company.functions.map((one) => ({ id: one.usergroup, name: one.handle || one.label }));
    return {
      data: {
        users: users.map(({ id, real_name, name }) => ({ id, name: real_name || name })),
        channels: channels.map(({ id, name }) => ({ id, name })),
        user_groups: groups,
      },
      hooks: {
        user: ({ id, name }) => <span className={`mention ${id === me ? "is-me" : ""}`}>@{findUser(state, id)?.real_name ?? name ?? id}</span>,
        channel: ({ id, name }) => (
          <a className="mention" href={formatPlace({ kind: "channel", channel: id, thread: null })}>
            #{channels.find((one) => one.id === id)?.name ?? name ?? id}
          </a>
        ),
        usergroup: ({ id, name }) => <span className="mention">@{groups.find((one) => one.id === id)?.name ?? name ?? id}</span>,
        atChannel: () => <span className="mention is-me">@channel</span>,
        atEveryone: () => <span className="mention is-me">@everyone</span>,
        atHere: () => <span className="mention is-me">@here</span>,
        date: ({ timestamp, format, link }) => {
          const shown = <time>{slackDate(Number(timestamp), format, { language, timeZone, now })}</time>;
          return link ? <a href={link}>{shown}</a> : shown;
        },
        link: ({ href, children }) => {
          const local = localLink(href, state);
          return local ? (
            <a href={local}>{children}</a>
          ) : (
            <a href={href} target="_blank" rel="noreferrer">
              {children}
            </a>
          );
        },
      },
    };
    // The rest of the state would make a new object, and every message a new drawing, at each change.
  }, [users, channels, company.functions, me, language, timeZone, Math.floor(now / 86_400), state.bot.im_channel]);
}
