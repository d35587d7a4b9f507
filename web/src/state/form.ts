import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Container } from "../api/types";
import type { PickerConversation, PickerUser, Surface } from "../blocks/surface";
import type { Block, ElementAction, ElementState, StateValues } from "../blocks/types";
import { stateValues } from "../blocks/values";
import { useText } from "../i18n";
import { channelName } from "./people";
import { useSandbox } from "./sandbox";

/** What was typed outlives the drawing: a modal below another one keeps its content. */
const drafts = new Map<string, StateValues>();

function keyOf(container: Container): string {
  return container.type === "view" ? container.view_id : `${container.channel}/${container.ts}`;
}

export function forgetDraft(viewId: string): void {
  drafts.delete(viewId);
}

interface Options {
  kind: Surface["kind"];
  blocks: Block[];
  container: Container;
  /** Where the person is, for selects that start there. */
  conversationId: string | null;
  errors?: Record<string, string>;
}

interface Form {
  surface: Surface;
  /** What the person is told when the bot did not take an action. */
  fault: string | null;
  values(): StateValues;
}

/** The interactive side of one message, modal or Home. */
export function useForm({ kind, blocks, container, conversationId, errors }: Options): Form {
  const { actions, state } = useSandbox();
  const text = useText();
  const key = keyOf(container);
  const [, redraw] = useState(0);
  const [pending, setPending] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const current = useRef({ blocks, container, conversationId });
  current.current = { blocks, container, conversationId };

  const values = useCallback(() => stateValues(current.current.blocks, drafts.get(key) ?? {}, current.current.conversationId), [key]);

  useEffect(() => {
    // A modal keeps what its elements hold through an update; a message or Home starts again from what the bot sent.
    if (kind === "modal") drafts.set(key, values());
    else if (drafts.delete(key)) redraw((count) => count + 1);
  }, [kind, key, blocks, values]);

  const change = useCallback(
    (blockId: string, actionId: string, element: ElementState) => {
      const held = drafts.get(key) ?? {};
      drafts.set(key, { ...held, [blockId]: { ...held[blockId], [actionId]: element } });
      redraw((count) => count + 1);
    },
    [key],
  );

  const act = useCallback(
    async (action: ElementAction) => {
      setPending(`${action.block_id}/${action.action_id}`);
      setFault(null);
      try {
        const { outcome } = await actions.act(current.current.container, action, values());
        if (outcome.status !== "acked") setFault(outcome.message ?? (outcome.status === "timed_out" ? text.actionTimeout : text.actionFailed));
      } catch (error) {
        setFault(error instanceof Error ? error.message : text.actionFailed);
      } finally {
        setPending(null);
      }
    },
    [actions, text, values],
  );

  const users = useMemo<PickerUser[]>(
    () => state.users.map((user) => ({ id: user.id, name: user.real_name || user.name, isBot: user.is_bot || user.id === "USLACKBOT" })),
    [state.users],
  );
  const conversations = useMemo<PickerConversation[]>(
    () =>
      state.channels
        .filter((channel) => !channel.is_archived)
        .map((channel) => ({ id: channel.id, name: channelName(state, channel).replace(/^#/, ""), kind: channel.kind })),
    [state.channels, state.users],
  );

  const surface: Surface = {
    kind,
    values: values(),
    errors: errors ?? {},
    pending,
    userId: state.me,
    users,
    conversations,
    change,
    act: (action) => void act(action),
    upload: (files) => Promise.all(files.map((file) => actions.upload(file))),
    options: async (blockId, actionId, query) => {
      const answer = await actions.loadOptions(current.current.container, blockId, actionId, query);
      return answer.options ?? answer.option_groups?.flatMap((group) => group.options) ?? [];
    },
  };
  return { surface, fault, values };
}
