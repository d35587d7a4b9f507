import type { Block, Option, OptionGroup, StateValues, TextObject } from "../blocks/types";

/** The picture one user has of the workspace, as `GET /sandbox/state` gives it. */
export interface SandboxState {
  revision: number;
  workspace: { id: string; name: string; domain: string };
  me: string;
  users: User[];
  bot: Bot;
  channels: Channel[];
  messages: Record<string, Message[]>;
  views: View[];
  home: View | null;
  prompts: { channel: string; thread_ts: string | null; title: string | null; prompts: Prompt[] }[];
  statuses: Status[];
  titles: { channel: string; thread_ts: string; title: string }[];
  commands: Command[];
  shortcuts: Shortcut[];
  canvases: Canvas[];
  rejections: Rejection[];
  clock: { now: string; weeks_moved: number; is_moving: boolean; trouble: string | null };
  company: Company;
  source: { is_broken: boolean; error: string | null; errors: string[] };
  limits: { is_on: boolean };
  tour: { is_dismissed: boolean; steps: TourStep[] };
}

export interface User {
  id: string;
  name: string;
  real_name: string;
  locale: string;
  tz: string;
  is_admin: boolean;
  is_owner: boolean;
  is_guest: boolean;
  is_bot: boolean;
  may_act: boolean;
  title: string;
  color: string;
}

export interface Prompt {
  title: string;
  message: string;
}

export interface Bot {
  user_id: string;
  bot_id: string;
  name: string;
  description: string;
  is_installed: boolean;
  transport: string;
  is_connected: boolean;
  im_channel: string;
  home_tab: boolean;
  messages_tab: boolean;
  messages_read_only: boolean;
  agent: null | { description: string; suggested_prompts: Prompt[] };
  scopes: { granted: string[]; optional: string[] };
}

export interface Channel {
  id: string;
  name: string;
  kind: "public" | "private" | "im";
  topic: string;
  purpose: string;
  is_archived: boolean;
  is_read_only: boolean;
  is_member: boolean;
  is_bot_member: boolean;
  members: string[];
}

export interface Violation {
  severity: "error" | "warning";
  path: string;
  message: string;
  rule: string;
}

export interface SlackFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  filetype: string;
  size: number;
  url: string;
  user: string;
  alt_txt: string | null;
}

export interface Attachment {
  color?: string;
  fallback?: string;
  pretext?: string;
  title?: string;
  title_link?: string;
  text?: string;
  footer?: string;
  blocks?: Block[];
}

export interface Message {
  ts: string;
  channel: string;
  thread_ts: string | null;
  user: string;
  bot_id: string | null;
  text: string;
  blocks: Block[];
  attachments: Attachment[];
  files: SlackFile[];
  is_ephemeral: boolean;
  edited_at: string | null;
  reply_count: number;
  reply_users: string[];
  latest_reply: string | null;
  violations: Violation[];
}

export interface View {
  id: string;
  type: "modal" | "home";
  title?: TextObject;
  submit?: TextObject | null;
  close?: TextObject | null;
  blocks: Block[];
  callback_id: string;
  hash: string;
  state?: { values: StateValues };
  root_view_id: string;
  previous_view_id: string | null;
  errors?: Record<string, string>;
  violations: Violation[];
}

export interface Status {
  channel: string;
  thread_ts: string;
  status: "processing" | "active" | "suspended" | "closed";
  text: string;
  can_stop: boolean;
}

export interface Command {
  command: string;
  description: string;
  usage_hint: string;
}

export interface Shortcut {
  type: "global" | "message";
  callback_id: string;
  name: string;
  description: string;
}

export interface Canvas {
  id: string;
  title: string;
  channel: string | null;
  markdown: string;
  created_at: string;
}

export interface Rejection {
  id: number;
  at: string;
  method: string;
  channel: string | null;
  user: string | null;
  error: string;
  violations: Violation[];
  blocks: Block[];
}

export interface CompanyFunction {
  key: string;
  label: string;
  class: "customer_facing" | "enablement";
  count: number;
  last_week: number;
}

export interface Company {
  name: string;
  functions: (CompanyFunction & { usergroup: string; handle: string })[];
  totals: { customer_facing: number; enablement: number };
  history: { as_of: string; customer_facing: number; enablement: number }[];
}

export interface TourStep {
  key: string;
  title: string;
  text: string;
  hint: string | null;
  is_done: boolean;
}

export interface Outcome {
  status: "acked" | "timed_out" | "failed";
  message: string | null;
}

export type Container = { type: "message"; channel: string; ts: string } | { type: "view"; view_id: string };

export interface OptionsAnswer {
  options?: Option[];
  option_groups?: OptionGroup[];
}

export interface LogEntry {
  id: number;
  at: string;
  direction: "to_bot" | "from_bot";
  kind: string;
  name: string;
  request: unknown;
  response: unknown;
  status: number | null;
  duration_ms: number | null;
  error: string | null;
  attempt: number;
}
