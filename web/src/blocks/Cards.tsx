import { Icon, type IconName } from "../controls/Icon";
import { Element } from "../elements/Element";
import { useText } from "../i18n";
import { Blocks } from "./Blocks";
import { Text } from "./Markup";
import type { Block, BlockElement, TextObject } from "./types";
import { plain } from "./values";

const ALERT_ICONS: Record<string, IconName> = { warning: "alert", error: "alert", success: "check" };

export function AlertBlock({ block }: { block: Block }) {
  const level = String(block.level ?? "default");
  return (
    <div className={`block block-alert is-${level}`} role={level === "error" ? "alert" : "note"} data-block-id={block.block_id}>
      <Icon name={ALERT_ICONS[level] ?? "info"} size={16} />
      <div>{block.text && <Text text={block.text} />}</div>
    </div>
  );
}

export function CardBlock({ block }: { block: Block }) {
  const hero = block.hero_image as BlockElement | undefined;
  const title = block.title as TextObject | undefined;
  const rest = [block.subtitle, block.body] as (TextObject | undefined)[];
  return (
    <section className="block block-card" data-block-id={block.block_id}>
      {hero && <img src={hero.image_url} alt={hero.alt_text ?? ""} loading="lazy" />}
      {title && (
        <div className="card-title">
          <Text text={title} />
        </div>
      )}
      {rest.map((text, index) => text && <Text key={index} text={text} />)}
      {block.actions && block.actions.length > 0 && (
        <div className="card-actions">
          {block.actions.map((element, index) => (
            <Element key={element.action_id ?? index} blockId={block.block_id ?? ""} element={element} isDispatching />
          ))}
        </div>
      )}
    </section>
  );
}

export function CarouselBlock({ block }: { block: Block }) {
  const text = useText();
  const cards = (block.elements ?? []) as unknown as Block[];
  return (
    <div className="block block-carousel" data-block-id={block.block_id} role="group" aria-label={text.cards(cards.length)} tabIndex={0}>
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
