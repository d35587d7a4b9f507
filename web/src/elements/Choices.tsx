import { useId } from "react";
import { Text } from "../blocks/Markup";
import type { Option } from "../blocks/types";
import { type ElementProps, useElement } from "./useElement";

interface RowProps {
  type: "radio" | "checkbox";
  name: string;
  option: Option;
  isChecked: boolean;
  isRequired?: boolean;
  autoFocus?: boolean;
  onChange(): void;
}

function ChoiceRow({ type, name, option, isChecked, autoFocus, onChange }: RowProps) {
  const id = useId();
  return (
    <div className="choice">
      <input
        type={type}
        id={id}
        name={name}
        checked={isChecked}
        data-focus={autoFocus || undefined}
        aria-describedby={option.description ? `${id}-description` : undefined}
        onChange={onChange}
      />
      <label htmlFor={id}>
        <Text text={option.text} />
      </label>
      {option.description && (
        <div id={`${id}-description`} className="choice-description">
          <Text text={option.description} />
        </div>
      )}
    </div>
  );
}

export function RadioButtons(props: ElementProps) {
  const { element } = props;
  const name = useId();
  const { state, commit } = useElement(props);
  return (
    <div className="choices" role="radiogroup" aria-label={props.label ?? element.accessibility_label}>
      {element.options?.map((option, index) => (
        <ChoiceRow
          key={option.value}
          type="radio"
          name={name}
          option={option}
          isChecked={state.selected_option?.value === option.value}
          autoFocus={element.focus_on_load && index === 0}
          onChange={() => void commit({ selected_option: option })}
        />
      ))}
    </div>
  );
}

export function Checkboxes(props: ElementProps) {
  const { element } = props;
  const name = useId();
  const { state, commit } = useElement(props);
  const chosen = state.selected_options ?? [];
  const toggle = (option: Option) => {
    const isChosen = chosen.some((other) => other.value === option.value);
    const next = (element.options ?? []).filter((other) =>
      other.value === option.value ? !isChosen : chosen.some((one) => one.value === other.value),
    );
    void commit({ selected_options: next });
  };
  return (
    <div className="choices" role="group" aria-label={props.label ?? element.accessibility_label}>
      {element.options?.map((option, index) => (
        <ChoiceRow
          key={option.value}
          type="checkbox"
          name={name}
          option={option}
          isChecked={chosen.some((other) => other.value === option.value)}
          autoFocus={element.focus_on_load && index === 0}
          onChange={() => toggle(option)}
        />
      ))}
    </div>
  );
}
