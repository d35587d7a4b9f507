import { useState } from "react";
import type { SlackFile } from "../api/types";
import { useText } from "../i18n";
import { encodeMentions } from "../state/people";
import { useSandbox } from "../state/sandbox";

interface Target {
  channel: string;
  threadTs?: string;
  onSent?(ts: string): void;
}

/** Where a typed line goes: a message, one of the app's commands, or Slack's own `/invite` and `/remove`. */
export function useSending({ channel, threadTs, onSent }: Target) {
  const { state, actions } = useSandbox();
  const text = useText();
  const [fault, setFault] = useState<string | null>(null);
  const [running, setRunning] = useState<string | null>(null);

  const runBuiltIn = async (command: string, rest: string): Promise<boolean> => {
    if (!encodeMentions(rest, state).includes(`<@${state.bot.user_id}>`)) {
      setFault(text.onlyTheBot(`@${state.bot.name}`));
      return false;
    }
    await actions.changeMembers(channel, command === "/invite" ? "invite_bot" : "remove_bot");
    return true;
  };
  const runCommand = async (typed: string): Promise<boolean> => {
    const command = typed.split(/\s/, 1)[0] ?? "";
    if (command === "/invite" || command === "/remove") return runBuiltIn(command, typed.slice(command.length));
    if (threadTs || !state.commands.some((one) => one.command === command)) {
      setFault(threadTs ? text.noCommandsInThreads(command) : text.unknownCommand(command));
      return false;
    }
    setRunning(command);
    // A command that fails is answered by Slackbot in the channel, so the outcome says nothing more here.
    await actions.runCommand(channel, typed).finally(() => setRunning(null));
    return true;
  };
  const send = async (draft: string, files: SlackFile[]): Promise<boolean> => {
    const typed = draft.trim();
    setFault(null);
    try {
      if (typed.startsWith("/")) return await runCommand(typed);
      const { ts } = await actions.sendMessage(channel, encodeMentions(typed, state), threadTs, files.map((file) => file.id));
      onSent?.(ts);
      return true;
    } catch (error) {
      setFault(`${text.sendFailed} ${error instanceof Error ? error.message : ""}`);
      return false;
    }
  };
  const upload = async (files: File[]): Promise<SlackFile[]> => {
    setFault(null);
    try {
      return await Promise.all(files.map((file) => actions.upload(file)));
    } catch (error) {
      setFault(error instanceof Error ? error.message : text.sendFailed);
      return [];
    }
  };
  return { send, upload, fault, setFault, running };
}
