import { type ReactNode, useMemo } from "react";
import { NamesContext } from "./blocks/Display";
import { ConfirmProvider } from "./controls/Confirm";
import { Spinner } from "./controls/Icon";
import { LanguageContext, languageOf, stringsOf } from "./i18n";
import type { Calendar } from "./i18n/dates";
import { CalendarContext } from "./state/calendar";
import { DraftsProvider } from "./state/drafts";
import { useNames } from "./state/names";
import { findUser } from "./state/people";
import { type Live, SandboxProvider, useLiveState } from "./state/sandbox";
import { ThemeContext, useThemeChoice } from "./state/theme";
import type { SandboxState } from "./api/types";
import { Workspace } from "./workspace/Workspace";
import { AttemptProvider } from "./state/attempts";

export function App() {
  const live = useLiveState();
  const theme = useThemeChoice();
  return (
    <ThemeContext value={theme.theme}>
      {live.state ? (
        <SandboxProvider live={live} state={live.state}>
          <ForUser state={live.state}>
            <Workspace themeChoice={theme.choice} onTheme={theme.choose} />
          </ForUser>
        </SandboxProvider>
      ) : (
        <Starting connection={live.connection} />
      )}
    </ThemeContext>
  );
}

/** Language, zone and names as the chosen user has them. */
function ForUser({ state, children }: { state: SandboxState; children: ReactNode }) {
  const me = findUser(state, state.me);
  const language = languageOf(me?.locale ?? "en");
  const timeZone = me?.tz ?? "UTC";
  const now = Date.parse(state.clock.now) / 1000;
  const calendar = useMemo<Calendar>(() => ({ language, timeZone, now }), [language, timeZone, now]);
  const names = useNames(state, calendar);
  document.documentElement.lang = language;
  document.title = `${state.workspace.name} – ${stringsOf(language).sandbox}`;
  return (
    <LanguageContext value={language}>
      <CalendarContext value={calendar}>
        <NamesContext value={names}>
          <DraftsProvider key={state.me}>
            <AttemptProvider>
              <ConfirmProvider>{children}</ConfirmProvider>
            </AttemptProvider>
          </DraftsProvider>
        </NamesContext>
      </CalendarContext>
    </LanguageContext>
  );
}

function Starting({ connection }: { connection: Live["connection"] }) {
  const text = stringsOf(languageOf(navigator.language));
  return (
    <main className="starting" role="status">
      <Spinner />
      <p>{connection === "lost" ? text.startFailed : text.connecting}</p>
    </main>
  );
}
