import { Display } from "../blocks/Display";
import { useText } from "../i18n";
import { Button, FeedbackButtons, IconButton, OverflowMenu } from "./Buttons";
import { Checkboxes, RadioButtons } from "./Choices";
import { DateInput } from "./DateInput";
import { FileInput } from "./FileInput";
import { Select } from "./Select";
import { TextInput } from "./TextInput";
import type { ElementProps } from "./useElement";

/** One element by its Slack type. */
export function Element(props: ElementProps) {
  const text = useText();
  const { type } = props.element;
  switch (type) {
    case "button":
    case "workflow_button":
      return <Button {...props} />;
    case "icon_button":
      return <IconButton {...props} />;
    case "feedback_buttons":
      return <FeedbackButtons {...props} />;
    case "overflow":
      return <OverflowMenu {...props} />;
    case "radio_buttons":
      return <RadioButtons {...props} />;
    case "checkboxes":
      return <Checkboxes {...props} />;
    case "datepicker":
    case "timepicker":
    case "datetimepicker":
      return <DateInput {...props} />;
    case "file_input":
      return <FileInput {...props} />;
    case "plain_text_input":
    case "number_input":
    case "email_text_input":
    case "url_text_input":
      return <TextInput {...props} />;
    case "image":
      return <Display blocks={[{ type: "context", elements: [props.element] }]} />;
    default:
      if (type.endsWith("_select")) return <Select {...props} />;
      return <span className="block-fault">{text.unknownBlock(type)}</span>;
  }
}
