import { useMemo } from "react";
import { Element } from "../elements/Element";
import { Blocks } from "./Blocks";
import { Display } from "./Display";
import { Text } from "./Mrkdwn";
import type { Block, TextObject } from "./types";
import { plain } from "./values";

export function CardBlock({ block }: { block: Block }) {
  const shown = useMemo(() => {
    const { actions: _, ...rest } = block;
    return [rest as Block];
  }, [block]);
  return (
    <div className="block block-card" data-block-id={block.block_id}>
      <Display blocks={shown} />
      {block.actions && block.actions.length > 0 && (
        <div className="card-actions">
          {block.actions.map((element, index) => (
            <Element key={element.action_id ?? index} blockId={block.block_id ?? ""} element={element} isDispatching />
          ))}
        </div>
      )}
    </div>
  );
}

export function CarouselBlock({ block }: { block: Block }) {
  const cards = (block.elements ?? []) as unknown as Block[];
  return (
    <div className="block block-carousel" data-block-id={block.block_id} role="group" tabIndex={0}>
      {cards.map((card, index) => (
        <CardBlock key={card.block_id ?? index} block={card} />
      ))}
    </div>
  );
}

export function ContainerBlock({ block }: { block: Block }) {
  const subtitle = block.subtitle as TextObject | undefined;
  const heading = (
    <>
      <strong>{plain(block.title)}</strong>
      {subtitle && (
        <span className="container-subtitle">
          <Text text={subtitle} />
        </span>
      )}
    </>
  );
  const children = <Blocks blocks={block.child_blocks ?? []} />;
  const className = `block block-container is-${String(block.width ?? "standard")}`;
  if (block.is_collapsible) {
    return (
      <details className={className} open={!block.default_collapsed} data-block-id={block.block_id}>
        <summary>{heading}</summary>
        {children}
      </details>
    );
  }
  return (
    <section className={className} data-block-id={block.block_id}>
      <header>{heading}</header>
      {children}
    </section>
  );
}
