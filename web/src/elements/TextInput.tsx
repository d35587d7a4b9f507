import { type ChangeEvent, type KeyboardEvent, useRef } from "react";
import { plain } from "../blocks/values";
import { type ElementProps, useElement } from "./useElement";

/** Slack gathers keystrokes before it tells the bot of them. */
const TYPING_PAUSE = 300;

export function TextInput(props: ElementProps) {
  const { element, isDispatching } = props;
  const { state, set, act } = useElement(props);
  const timer = useRef(0);
  const triggers = isDispatching ? (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]) : [];
  const value = state.value ?? "";

  const onChange = (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    const typed = event.target.value;
    set({ value: typed === "" ? null : typed });
    if (!triggers.includes("on_character_entered")) return;
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void act({ value: typed }), TYPING_PAUSE);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also confirms a Japanese conversion; that one is not meant for the form.
    if (event.key !== "Enter" || event.nativeEvent.isComposing || !triggers.includes("on_enter_pressed")) return;
    event.preventDefault();
    clearTimeout(timer.current);
    void act({ value });
  };
  const common = {
    id: props.inputId,
    className: "field",
    value,
    placeholder: plain(element.placeholder),
    maxLength: element.max_length,
    "data-focus": element.focus_on_load || undefined,
    "aria-label": props.inputId ? undefined : (props.label ?? element.accessibility_label ?? plain(element.placeholder)),
    "aria-describedby": props.describedBy,
    "aria-invalid": props.isInvalid || undefined,
    "aria-required": props.isRequired || undefined,
    "data-testid": `action-${element.action_id}`,
    onChange,
    onKeyDown,
  };
  if (element.multiline) return <textarea {...common} rows={4} />;
  // Not type=number: it would swallow what it cannot read, and the bot is to see what was typed.
  const isNumber = element.type === "number_input";
  const inputMode = isNumber ? (element.is_decimal_allowed ? "decimal" : "numeric") : undefined;
  const type = { email_text_input: "email", url_text_input: "url" }[element.type] ?? "text";
  return <input {...common} type={type} inputMode={inputMode} autoComplete="off" />;
}
