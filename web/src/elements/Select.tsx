import { useMemo, useRef, useState } from "react";
import type { PickerConversation, Surface } from "../blocks/surface";
import type { BlockElement, ElementState, Option } from "../blocks/types";
import { plain } from "../blocks/values";
import { type Choice, Combobox } from "../controls/Combobox";
import { useText } from "../i18n";
import { type ElementProps, useElement } from "./useElement";

type Kind = "option" | "user" | "conversation" | "channel";

const KINDS: Record<string, Kind> = { static: "option", external: "option", users: "user", conversations: "conversation", channels: "channel" };
const QUERY_PAUSE = 250;

function allOptions(element: BlockElement): (Option & { group?: string })[] {
  const grouped = (element.option_groups ?? []).flatMap((group) =>
    group.options.map((option) => ({ ...option, group: plain(group.label) })),
  );
  return [...(element.options ?? []), ...grouped];
}

function isAllowed(conversation: PickerConversation, { filter }: BlockElement): boolean {
  return !filter?.include || filter.include.includes(conversation.kind);
}

function listChoices(kind: Kind, element: BlockElement, surface: Surface, options: (Option & { group?: string })[]): Choice[] {
  if (kind === "user") return surface.users.filter((user) => !user.isBot).map((user) => ({ value: user.id, label: user.name }));
  if (kind === "option") {
    return options.map(({ value = "", text, description, group }) => ({ value, label: text.text, description: description?.text, group }));
  }
  const isChannel = kind === "channel";
  return surface.conversations
    .filter((conversation) => (isChannel ? conversation.kind === "public" : isAllowed(conversation, element)))
    .map((conversation) => ({ value: conversation.id, label: conversation.kind === "im" ? conversation.name : `# ${conversation.name}` }));
}

function readSelected(kind: Kind, state: ElementState): string[] {
  const many = { option: state.selected_options?.map((option) => option.value ?? ""), user: state.selected_users };
  const lists = { ...many, conversation: state.selected_conversations, channel: state.selected_channels };
  const ones = { option: state.selected_option?.value, user: state.selected_user, conversation: state.selected_conversation, channel: state.selected_channel };
  const one = ones[kind];
  return lists[kind] ?? (one ? [one] : []);
}

function writeSelected(kind: Kind, isMulti: boolean, selected: string[], options: Option[]): Omit<ElementState, "type"> {
  const field = `selected_${kind}${isMulti ? "s" : ""}`;
  if (kind !== "option") return { [field]: isMulti ? selected : (selected[0] ?? null) };
  const found = selected.flatMap((value) => options.find((option) => option.value === value) ?? []);
  const bare = found.map(({ text, value, description }) => ({ text, value, ...(description ? { description } : {}) }));
  return { [field]: isMulti ? bare : (bare[0] ?? null) };
}

export function Select(props: ElementProps) {
  const { element, blockId } = props;
  const text = useText();
  const { surface, state, commit } = useElement(props);
  const [loaded, setLoaded] = useState<Option[]>([]);
  const timer = useRef(0);
  const isMulti = element.type.startsWith("multi_");
  const source = element.type.replace("multi_", "").replace("_select", "");
  const kind = KINDS[source] ?? "option";
  const isExternal = source === "external";

  const options = useMemo(() => {
    const known = [...(state.selected_options ?? []), ...(state.selected_option ? [state.selected_option] : [])];
    return isExternal ? [...known.filter((one) => !loaded.some((other) => other.value === one.value)), ...loaded] : allOptions(element);
  }, [element, isExternal, loaded, state]);
  const choices = useMemo(() => listChoices(kind, element, surface, options), [kind, element, surface, options]);

  const onQuery = (query: string) => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      void surface.options?.(blockId, element.action_id ?? "", query).then(setLoaded);
    }, QUERY_PAUSE);
  };
  return (
    <Combobox
      id={props.inputId}
      testId={`action-${element.action_id}`}
      choices={choices}
      selected={readSelected(kind, state)}
      found={isExternal ? loaded.map((option) => option.value ?? "") : undefined}
      isMulti={isMulti}
      max={element.max_selected_items}
      label={props.inputId ? undefined : (element.accessibility_label ?? props.label)}
      describedBy={props.describedBy}
      isInvalid={props.isInvalid}
      isRequired={props.isRequired}
      isClearable={props.isRequired === false}
      placeholder={plain(element.placeholder) || (isMulti ? text.selectMany : text.select)}
      autoFocus={element.focus_on_load}
      onChange={(selected) => void commit(writeSelected(kind, isMulti, selected, options))}
      onQuery={isExternal ? onQuery : undefined}
    />
  );
}
