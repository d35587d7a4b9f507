import { createContext, use } from "react";
import type { ElementAction, ElementState, StateValues } from "./types";

export interface PickerUser {
  id: string;
  name: string;
  isBot: boolean;
}

export interface PickerConversation {
  id: string;
  name: string;
  kind: "im" | "mpim" | "private" | "public";
}

/** Where blocks are drawn (a message, a modal, App Home): what they hold and what acting on them does. */
export interface Surface {
  kind: "message" | "modal" | "home";
  values: StateValues;
  errors: Record<string, string>;
  /** `block_id/action_id` of the action the bot has not answered yet. */
  pending: string | null;
  userId: string;
  users: PickerUser[];
  conversations: PickerConversation[];
  change(blockId: string, actionId: string, state: ElementState): void;
  act(action: ElementAction): void;
  upload(files: File[]): Promise<{ id: string; name: string }[]>;
  options?(blockId: string, actionId: string, query: string): Promise<import("./types").Option[]>;
}

export const SurfaceContext = createContext<Surface | null>(null);

export function useSurface(): Surface {
  const surface = use(SurfaceContext);
  if (!surface) throw new Error("Interactive elements need a surface around them");
  return surface;
}
