import type { ElementState } from "../blocks/types";
import { plain } from "../blocks/values";
import { type ElementProps, useElement } from "./useElement";

const KINDS: Record<string, { type: string; field: "selected_date" | "selected_time" | "selected_date_time" }> = {
  datepicker: { type: "date", field: "selected_date" },
  timepicker: { type: "time", field: "selected_time" },
  datetimepicker: { type: "datetime-local", field: "selected_date_time" },
};

function shown(value: string | number | null | undefined): string {
  if (typeof value !== "number") return value ?? "";
  const local = new Date(value * 1000 - new Date(value * 1000).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The browser's own pickers: they know the keyboard, the language and the screen reader better than ours would. */
export function DateInput(props: ElementProps) {
  const { element } = props;
  const { state, commit } = useElement(props);
  const kind = KINDS[element.type] ?? KINDS.datepicker!;
  const onChange = (typed: string) => {
    const isMoment = kind.field === "selected_date_time";
    const value = !typed ? null : isMoment ? Math.floor(new Date(typed).getTime() / 1000) : typed;
    void commit({ [kind.field]: value } as Omit<ElementState, "type">);
  };
  return (
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
  );
}
