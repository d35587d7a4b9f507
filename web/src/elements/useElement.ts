import { useConfirm } from "../controls/Confirm";
import { useSurface } from "../blocks/surface";
import type { BlockElement, ElementAction, ElementState } from "../blocks/types";
import { initialState } from "../blocks/values";

export interface ElementProps {
  blockId: string;
  element: BlockElement;
  inputId?: string;
  label?: string;
  describedBy?: string;
  isInvalid?: boolean;
  isRequired?: boolean;
  /** Whether a change goes to the bot at once: always outside input blocks, inside only with `dispatch_action`. */
  isDispatching: boolean;
}

/** What an element holds, and the two things a person can do with it: fill it in and act on it. */
export function useElement({ blockId, element, isDispatching }: ElementProps) {
  const surface = useSurface();
  const ask = useConfirm();
  const actionId = element.action_id ?? "";
  const state = surface.values[blockId]?.[actionId] ?? initialState(element) ?? { type: element.type };

  const act = async (content: Partial<ElementAction> = {}) => {
    if (!(await ask(element.confirm))) return;
    surface.act({ type: element.type, block_id: blockId, action_id: actionId, ...content });
  };
  const set = (content: Omit<ElementState, "type">) => {
    surface.change(blockId, actionId, { type: element.type, ...content });
  };
  const commit = async (content: Omit<ElementState, "type">) => {
    // A denied confirm leaves the element as it was, so it is asked before the change.
    if (isDispatching && !(await ask(element.confirm))) return;
    set(content);
    if (isDispatching) surface.act({ type: element.type, block_id: blockId, action_id: actionId, ...content });
  };
  const isPending = surface.pending === `${blockId}/${actionId}`;
  return { surface, state, isPending, act, set, commit };
}
