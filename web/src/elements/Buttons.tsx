import { useState } from "react";
import { Icon, Spinner } from "../controls/Icon";
import { MenuButton } from "../controls/Menu";
import { withEmoji } from "../blocks/mrkdwn";
import { useText } from "../i18n";
import { type ElementProps, useElement } from "./useElement";

const STYLES = { primary: "is-primary", danger: "is-danger" };

export function Button(props: ElementProps) {
  const { element } = props;
  const text = useText();
  const { surface, isPending, act } = useElement(props);
  if (element.visible_to_user_ids && !element.visible_to_user_ids.includes(surface.userId)) return null;
  const className = `button ${element.style ? STYLES[element.style] : ""} ${isPending ? "is-pending" : ""}`;
  const content = (
    <>
      {isPending && <Spinner />}
      <span>{withEmoji(element.text?.text ?? "")}</span>
      {isPending && <span className="visually-hidden">{text.working}</span>}
    </>
  );
  const common = { className, "aria-label": element.accessibility_label, "data-testid": `action-${element.action_id}` };
  if (element.url) {
    return (
      <a {...common} href={element.url} target="_blank" rel="noreferrer" onClick={() => void act()}>
        {content}
      </a>
    );
  }
  return (
    <button type="button" {...common} aria-disabled={isPending || undefined} onClick={() => !isPending && void act({ value: element.value })}>
      {content}
    </button>
  );
}

export function IconButton(props: ElementProps) {
  const { element } = props;
  const { act } = useElement(props);
  const name = element.accessibility_label ?? element.text?.text ?? "";
  return (
    <button type="button" className="icon-button" aria-label={name} title={name} onClick={() => void act({ value: element.value })}>
      <Icon name={element.icon === "trash" ? "trash" : "more"} size={16} />
    </button>
  );
}

export function FeedbackButtons(props: ElementProps) {
  const { element } = props;
  const text = useText();
  const { act } = useElement(props);
  const [pressed, setPressed] = useState<string | null>(null);
  const buttons = [
    { button: element.positive_button, icon: "up", name: text.goodAnswer, key: "positive" },
    { button: element.negative_button, icon: "down", name: text.badAnswer, key: "negative" },
  ] as const;
  return (
    <div className="feedback" role="group">
      {buttons.map(({ button, icon, name, key }) => {
        const label = button?.accessibility_label ?? button?.text.text ?? name;
        return (
          <button
            key={key}
            type="button"
            className="icon-button"
            aria-label={label}
            title={button?.text.text ?? name}
            aria-pressed={pressed === key}
            data-testid={`feedback-${key}`}
            onClick={() => {
              setPressed(key);
              void act({ value: button?.value });
            }}
          >
            <Icon name={icon} size={16} />
          </button>
        );
      })}
      <span role="status" className="feedback-thanks">
        {pressed && text.feedbackThanks}
      </span>
    </div>
  );
}

export function OverflowMenu(props: ElementProps) {
  const { element } = props;
  const text = useText();
  const { act } = useElement(props);
  const name = element.accessibility_label ?? text.options;
  return (
    <MenuButton
      className="button is-icon"
      testId={`action-${element.action_id}`}
      title={name}
      label={name}
      align="end"
      items={(element.options ?? []).map((option, index) => ({
        key: option.value ?? String(index),
        label: option.text.text,
        hint: option.description?.text,
        onSelect: () => {
          if (option.url) open(option.url, "_blank", "noreferrer");
          void act({ selected_option: option });
        },
      }))}
    >
      <Icon name="more" />
    </MenuButton>
  );
}
