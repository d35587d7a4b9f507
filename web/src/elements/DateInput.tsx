import type { ElementState } from "../blocks/types";
import { plain } from "../blocks/values";
import { type Calendar, clockTime, longDate } from "../i18n/dates";
import { useCalendar } from "../state/calendar";
import { type ElementProps, useElement } from "./useElement";

const KINDS: Record<string, { type: string; field: "selected_date" | "selected_time" | "selected_date_time" }> = {
  datepicker: { type: "date", field: "selected_date" },
  timepicker: { type: "time", field: "selected_time" },
  datetimepicker: { type: "datetime-local", field: "selected_date_time" },
};

/** The control itself follows the browser's language; the reader's own stands beside it. */
function reading(value: string | number | null | undefined, calendar: Calendar): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "number") return `${longDate(value, calendar)} ${clockTime(value, calendar)}`;
  const inUtc = { ...calendar, timeZone: "UTC" };
  const isTime = value.includes(":");
  const seconds = Date.parse(isTime ? `1970-01-01T${value}:00Z` : `${value}T00:00:00Z`) / 1000;
  if (Number.isNaN(seconds)) return "";
  return isTime ? clockTime(seconds, inUtc) : longDate(seconds, inUtc);
}

function shown(value: string | number | null | undefined): string {
  if (typeof value !== "number") return value ?? "";
  const local = new Date(value * 1000 - new Date(value * 1000).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The browser's own pickers: they know the keyboard and the screen reader better than ours would. */
export function DateInput(props: ElementProps) {
  const { element } = props;
  const { state, commit } = useElement(props);
  const calendar = useCalendar();
  const kind = KINDS[element.type] ?? KINDS.datepicker!;
  const onChange = (typed: string) => {
    const isMoment = kind.field === "selected_date_time";
    const value = !typed ? null : isMoment ? Math.floor(new Date(typed).getTime() / 1000) : typed;
    void commit({ [kind.field]: value } as Omit<ElementState, "type">);
  };
  return (
    <span className="date-input">
      <input
        id={props.inputId}
        className="field is-short"
        type={kind.type}
        value={shown(state[kind.field])}
        data-focus={element.focus_on_load || undefined}
        aria-label={props.inputId ? undefined : (props.label ?? element.accessibility_label ?? plain(element.placeholder))}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid || undefined}
        aria-required={props.isRequired || undefined}
        data-testid={`action-${element.action_id}`}
        onChange={(event) => onChange(event.target.value)}
      />
      <span aria-hidden="true">{reading(state[kind.field], calendar)}</span>
    </span>
  );
}
