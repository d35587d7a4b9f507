import type { Block, BlockElement, ElementState, StateValues } from "./types";

/** Elements whose content travels in `state.values`; the rest (buttons, menus) only act. */
const INITIAL: Record<string, (element: BlockElement) => Omit<ElementState, "type">> = {
  plain_text_input: (element) => ({ value: element.initial_value ?? null }),
  number_input: (element) => ({ value: element.initial_value ?? null }),
  email_text_input: (element) => ({ value: element.initial_value ?? null }),
  url_text_input: (element) => ({ value: element.initial_value ?? null }),
  static_select: (element) => ({ selected_option: element.initial_option ?? null }),
  external_select: (element) => ({ selected_option: element.initial_option ?? null }),
  multi_static_select: (element) => ({ selected_options: element.initial_options ?? [] }),
  multi_external_select: (element) => ({ selected_options: element.initial_options ?? [] }),
  radio_buttons: (element) => ({ selected_option: element.initial_option ?? null }),
  checkboxes: (element) => ({ selected_options: element.initial_options ?? [] }),
  users_select: (element) => ({ selected_user: element.initial_user ?? null }),
  multi_users_select: (element) => ({ selected_users: element.initial_users ?? [] }),
  conversations_select: (element) => ({ selected_conversation: element.initial_conversation ?? null }),
  multi_conversations_select: (element) => ({ selected_conversations: element.initial_conversations ?? [] }),
  channels_select: (element) => ({ selected_channel: element.initial_channel ?? null }),
  multi_channels_select: (element) => ({ selected_channels: element.initial_channels ?? [] }),
  datepicker: (element) => ({ selected_date: element.initial_date ?? null }),
  timepicker: (element) => ({ selected_time: element.initial_time ?? null }),
  datetimepicker: (element) => ({ selected_date_time: element.initial_date_time ?? null }),
  file_input: () => ({ files: [] }),
};

export function initialState(element: BlockElement): ElementState | null {
  const initial = INITIAL[element.type];
  return initial ? { type: element.type, ...initial(element) } : null;
}

/** Every element of a block that a person can act on, in order. */
export function elementsOf(block: Block): BlockElement[] {
  const nested = (block.child_blocks ?? []).flatMap(elementsOf);
  const own = [block.element, block.accessory, ...(block.elements ?? []), ...(block.actions ?? [])];
  return [...own.filter((element): element is BlockElement => element !== undefined), ...nested];
}

/** `default_to_current_conversation`: where the person was when the surface opened. */
function withCurrent(element: BlockElement, conversationId: string | null): BlockElement {
  if (!element.default_to_current_conversation || !conversationId) return element;
  const isMulti = element.type.startsWith("multi_");
  return isMulti
    ? { ...element, initial_conversations: element.initial_conversations ?? [conversationId] }
    : { ...element, initial_conversation: element.initial_conversation ?? conversationId };
}

function flatten(blocks: Block[]): Block[] {
  return blocks.flatMap((block) => [block, ...flatten(block.child_blocks ?? [])]);
}

/**
 * What the whole surface holds now: typed values win over initial ones.
 *
 * As in Slack, a value stays through an update of the surface while its block and action keep their ids.
 */
export function stateValues(blocks: Block[], entered: StateValues, conversationId: string | null = null): StateValues {
  const values: StateValues = {};
  for (const block of flatten(blocks)) {
    const own = [block.element, block.accessory, ...(block.elements ?? [])];
    for (const element of own) {
      const initial = element && initialState(withCurrent(element, conversationId));
      if (!element || !initial || !block.block_id || !element.action_id) continue;
      const typed = entered[block.block_id]?.[element.action_id];
      const state = typed?.type === element.type ? typed : initial;
      (values[block.block_id] ??= {})[element.action_id] = state;
    }
  }
  return values;
}

export function isEmpty(state: ElementState | undefined): boolean {
  if (!state) return true;
  const { type: _, ...content } = state;
  return Object.values(content).every(
    (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0),
  );
}

export function plain(text: { text: string } | string | undefined): string {
  return typeof text === "string" ? text : (text?.text ?? "");
}
