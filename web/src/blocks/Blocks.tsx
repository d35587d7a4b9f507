import { memo } from "react";
import { Chart } from "../charts/Chart";
import { DataTable } from "../charts/DataTable";
import { Element } from "../elements/Element";
import { useText } from "../i18n";
import { AlertBlock, CardBlock, CarouselBlock, ContainerBlock } from "./Cards";
import { Display, Guard } from "./Display";
import { InputBlock } from "./InputBlock";
import { ContextBlock, SectionBlock } from "./SectionBlock";
import { withEmoji } from "./mrkdwn";
import type { Block } from "./types";
import { plain } from "./values";

/** Drawn by the package as they are. Ours are those that a person can act on and those whose text is `mrkdwn`. */
const DISPLAY = new Set(["divider", "file", "image", "markdown", "plan", "rich_text", "task_card", "video"]);

/** Neighbouring display blocks share one call of the package. */
function group(blocks: Block[]): Block[][] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    const isDisplay = DISPLAY.has(block.type);
    if (isDisplay && last?.[0] && DISPLAY.has(last[0].type)) last.push(block);
    else groups.push([block]);
  }
  return groups;
}

export const Blocks = memo(function Blocks({ blocks }: { blocks: Block[] }) {
  const text = useText();
  return (
    <div className="blocks">
      {group(blocks).map((members, index) => (
        <Guard key={members[0]?.block_id ?? index} fallback={<p className="block-fault">{text.badBlock}</p>}>
          <BlockGroup blocks={members} />
        </Guard>
      ))}
    </div>
  );
});

function BlockGroup({ blocks }: { blocks: Block[] }) {
  const text = useText();
  const block = blocks[0];
  if (!block) return null;
  if (DISPLAY.has(block.type)) return <Display blocks={blocks} />;
  switch (block.type) {
    case "header":
      return <h3 className="block block-header">{withEmoji(plain(block.text))}</h3>;
    case "context":
      return <ContextBlock block={block} />;
    case "alert":
      return <AlertBlock block={block} />;
    case "section":
      return <SectionBlock block={block} />;
    case "actions":
    case "context_actions":
      return <ActionsBlock block={block} />;
    case "input":
      return <InputBlock block={block} />;
    case "data_visualization":
      return <Chart block={block} />;
    case "data_table":
    case "table":
      return <DataTable block={block} />;
    case "card":
      return <CardBlock block={block} />;
    case "carousel":
      return <CarouselBlock block={block} />;
    case "container":
      return <ContainerBlock block={block} />;
    default:
      return <p className="block-fault">{text.unknownBlock(block.type)}</p>;
  }
}

function ActionsBlock({ block }: { block: Block }) {
  return (
    <div className={`block block-${block.type.replace("_", "-")}`} data-block-id={block.block_id}>
      {block.elements?.map((element, index) => (
        <Element key={element.action_id ?? index} blockId={block.block_id ?? ""} element={element} isDispatching />
      ))}
    </div>
  );
}
