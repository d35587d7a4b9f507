import { useState } from "react";
import { controls } from "../api/client";
import { Icon, Spinner } from "../controls/Icon";
import { MenuButton } from "../controls/Menu";
import { useText } from "../i18n";
import { longDate } from "../i18n/dates";
import { useCalendar } from "../state/calendar";
import { useSandbox } from "../state/sandbox";
import type { ThemeChoice } from "../state/theme";
import { MoreMenu } from "./MoreMenu";
import { PeopleButton } from "./People";
import { UserSwitcher } from "./UserSwitcher";
import { useAttempt } from "../state/attempts";

interface Props {
  themeChoice: ThemeChoice;
  isPanelOpen: boolean;
  isTourOpen: boolean;
  onTheme(choice: ThemeChoice): void;
  onPanel(): void;
  onTour(): void;
}

/** The strip above the workspace: everything here belongs to the sandbox, everything below it is Slack. */
export function SandboxBar({ themeChoice, isPanelOpen, isTourOpen, onTheme, onPanel, onTour }: Props) {
  const text = useText();
  const themes: [ThemeChoice, string][] = [
    ["system", text.themeSystem],
    ["light", text.themeLight],
    ["dark", text.themeDark],
  ];
  return (
    <header className="bar" aria-label={text.sandboxControls}>
      <span className="bar-mark" title={text.sandboxExplained}>
        {text.sandbox}
      </span>
      <Clock />
      <PeopleButton />
      <Source />
      <span className="bar-space" />
      <UserSwitcher />
      <MenuButton
        className="bar-button is-icon"
        title={text.theme}
        label={text.theme}
        testId="theme"
        align="end"
        items={themes.map(([key, label]) => ({ key, label, isChecked: key === themeChoice, onSelect: () => onTheme(key) }))}
      >
        <Icon name="sun" />
      </MenuButton>
      <button type="button" className="bar-button" aria-pressed={isTourOpen} data-testid="tour-toggle" onClick={onTour}>
        <Icon name="flag" size={16} /> <span>{text.tour}</span>
      </button>
      <button type="button" className="bar-button" aria-pressed={isPanelOpen} data-testid="developer-toggle" onClick={onPanel}>
        <Icon name="code" size={16} /> <span>{text.developer}</span>
      </button>
      <MoreMenu />
    </header>
  );
}

function Clock() {
  const { state } = useSandbox();
  const text = useText();
  const calendar = useCalendar();
  const [isStepping, setIsStepping] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const isMoving = isStepping || state.clock.is_moving;
  const date = longDate(calendar.now, calendar);
  const step = async () => {
    if (isMoving) return;
    setIsStepping(true);
    setFault(null);
    try {
      await controls.moveTime(1);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    } finally {
      setIsStepping(false);
    }
  };
  const trouble = fault ?? state.clock.trouble;
  return (
    <div className="bar-group" role="group" aria-label={text.today(date)}>
      <span className="bar-date" data-testid="clock" role="status">
        <Icon name="calendar" size={16} />
        <span className="visually-hidden">{text.today(date)}</span>
        <span aria-hidden="true">{date}</span>
      </span>
      <button type="button" className="bar-button is-strong" aria-disabled={isMoving || undefined} data-testid="step-week" onClick={() => void step()}>
        {isMoving ? <Spinner /> : <Icon name="right" size={14} />}
        <span>{isMoving ? text.stepping : text.stepWeek}</span>
      </button>
      {trouble && (
        <span className="bar-trouble" role="alert" title={trouble}>
          <Icon name="alert" size={14} /> {trouble}
        </span>
      )}
    </div>
  );
}

function Source() {
  const { state } = useSandbox();
  const attempt = useAttempt();
  const text = useText();
  const { is_broken: isBroken } = state.source;
  return (
    <button
      type="button"
      className={`bar-button ${isBroken ? "is-broken" : ""}`}
      title={isBroken ? text.healSource : text.breakSource}
      data-testid="source-toggle"
      onClick={() => attempt(controls.breakSource(!isBroken))}
    >
      <Icon name={isBroken ? "alert" : "plug"} size={16} />
      <span>{isBroken ? text.sourceBroken : text.sourceWorks}</span>
      <span className="visually-hidden">: {isBroken ? text.healSource : text.breakSource}</span>
    </button>
  );
}
