import { Component, createContext, memo, type ReactNode, use } from "react";
import { Message, type Block as PackageBlock, type MessageProps } from "slack-blocks-to-jsx";
import { useText } from "../i18n";
import { useTheme } from "../state/theme";
import type { Block } from "./types";

type Names = Pick<MessageProps, "data" | "hooks">;

/** Names of users, channels and groups, and how mentions and dates look; one object for the whole page. */
export const NamesContext = createContext<Names>({});

/** Blocks that only show something, drawn by the package. */
export const Display = memo(function Display({ blocks }: { blocks: Block[] }) {
  const { data, hooks } = use(NamesContext);
  const theme = useTheme();
  const text = useText();
  return (
    <Guard fallback={<p className="block-fault">{text.badBlock}</p>}>
      <Message blocks={blocks as unknown as PackageBlock[]} logo="" name="" withoutWrapper theme={theme} data={data} hooks={hooks} />
    </Guard>
  );
});

interface GuardProps {
  fallback: ReactNode;
  children: ReactNode;
}

/** A malformed block must not take the page with it: the bot under development is expected to send some. */
export class Guard extends Component<GuardProps, { hasFailed: boolean }> {
  state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  componentDidUpdate(previous: GuardProps) {
    if (this.state.hasFailed && previous.children !== this.props.children) this.setState({ hasFailed: false });
  }

  render() {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
