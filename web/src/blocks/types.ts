/** Block Kit as it arrives: only what the page reads; everything else passes through untouched. */

export interface TextObject {
  type: "plain_text" | "mrkdwn";
  text: string;
  emoji?: boolean;
}

export interface Option {
  text: TextObject;
  value?: string;
  description?: TextObject;
  url?: string;
}

export interface OptionGroup {
  label: TextObject;
  options: Option[];
}

export interface ConfirmObject {
  title: TextObject;
  text: TextObject;
  confirm: TextObject;
  deny: TextObject;
  style?: "primary" | "danger";
}

export interface ConversationFilter {
  include?: ("im" | "mpim" | "private" | "public")[];
  exclude_bot_users?: boolean;
}

export interface FeedbackButton {
  text: TextObject;
  value: string;
  accessibility_label?: string;
}

/** One interactive or display element; fields by element type, as in Slack's reference. */
export interface BlockElement {
  type: string;
  action_id?: string;
  text?: TextObject;
  value?: string;
  url?: string;
  style?: "primary" | "danger";
  confirm?: ConfirmObject;
  accessibility_label?: string;
  placeholder?: TextObject;
  options?: Option[];
  option_groups?: OptionGroup[];
  initial_option?: Option;
  initial_options?: Option[];
  initial_value?: string;
  initial_date?: string;
  initial_time?: string;
  initial_date_time?: number;
  initial_user?: string;
  initial_users?: string[];
  initial_conversation?: string;
  initial_conversations?: string[];
  initial_channel?: string;
  initial_channels?: string[];
  default_to_current_conversation?: boolean;
  filter?: ConversationFilter;
  max_selected_items?: number;
  multiline?: boolean;
  min_length?: number;
  max_length?: number;
  min_value?: string;
  max_value?: string;
  is_decimal_allowed?: boolean;
  focus_on_load?: boolean;
  dispatch_action_config?: { trigger_actions_on?: ("on_enter_pressed" | "on_character_entered")[] };
  filetypes?: string[];
  max_files?: number;
  positive_button?: FeedbackButton;
  negative_button?: FeedbackButton;
  icon?: string;
  visible_to_user_ids?: string[];
  image_url?: string;
  alt_text?: string;
  [key: string]: unknown;
}

export interface Block {
  type: string;
  block_id?: string;
  text?: TextObject;
  fields?: TextObject[];
  accessory?: BlockElement;
  elements?: BlockElement[];
  element?: BlockElement;
  label?: TextObject;
  hint?: TextObject;
  optional?: boolean;
  dispatch_action?: boolean;
  actions?: BlockElement[];
  child_blocks?: Block[];
  title?: TextObject | string;
  [key: string]: unknown;
}

/** What an element holds, in the shape Slack sends it: `state.values[block_id][action_id]`. */
export interface ElementState {
  type: string;
  value?: string | null;
  selected_option?: Option | null;
  selected_options?: Option[];
  selected_date?: string | null;
  selected_time?: string | null;
  selected_date_time?: number | null;
  selected_user?: string | null;
  selected_users?: string[];
  selected_conversation?: string | null;
  selected_conversations?: string[];
  selected_channel?: string | null;
  selected_channels?: string[];
  files?: { id: string; name?: string }[];
}

export type StateValues = Record<string, Record<string, ElementState>>;

/** What a person did, before the sandbox makes a `block_actions` payload of it. */
export interface ElementAction extends ElementState {
  action_id: string;
  block_id: string;
  text?: TextObject;
}
