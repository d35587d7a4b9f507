import type { Block, BlockElement, ElementState, StateValues } from "../blocks/types";
import { isEmpty } from "../blocks/values";
import type { Strings } from "../i18n/en";

function validateNumber(element: BlockElement, typed: string, text: Strings): string | null {
  const value = typed.normalize("NFKC").trim();
  if (!/^-?\d+(\.\d+)?$/.test(value)) return text.notANumber;
  if (!element.is_decimal_allowed && value.includes(".")) return text.notAWholeNumber;
  if (element.min_value !== undefined && Number(value) < Number(element.min_value)) return text.tooSmall(element.min_value);
  if (element.max_value !== undefined && Number(value) > Number(element.max_value)) return text.tooBig(element.max_value);
  return null;
}

function validate(element: BlockElement, held: ElementState | undefined, isOptional: boolean, text: Strings): string | null {
  if (isEmpty(held)) return isOptional ? null : text.required;
  const typed = held?.value;
  if (typeof typed !== "string") return null;
  if (element.type === "number_input") return validateNumber(element, typed, text);
  if (element.min_length !== undefined && typed.length < element.min_length) return text.tooShort(element.min_length);
  if (element.max_length !== undefined && typed.length > element.max_length) return text.tooLong(element.max_length);
  return null;
}

/** What Slack's own client refuses before the bot hears of it: one sentence per block at fault. */
export function validateForm(blocks: Block[], values: StateValues, text: Strings): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    const { element, block_id: blockId } = block;
    if (block.type !== "input" || !element?.action_id || !blockId) continue;
    const fault = validate(element, values[blockId]?.[element.action_id], block.optional === true, text);
    if (fault) errors[blockId] = fault;
  }
  return errors;
}

/** Full-width digits are what a Japanese keyboard types; Slack sends the plain ones. */
export function normaliseNumbers(values: StateValues): StateValues {
  return mapStates(values, (held) =>
    held.type === "number_input" && held.value ? { ...held, value: held.value.normalize("NFKC").trim() } : held,
  );
}

function mapStates(values: StateValues, change: (held: ElementState) => ElementState): StateValues {
  const mapped = Object.entries(values).map(([blockId, actions]) => {
    const changed = Object.entries(actions).map(([actionId, held]) => [actionId, change(held)] as const);
    return [blockId, Object.fromEntries(changed)] as const;
  });
  return Object.fromEntries(mapped);
}
