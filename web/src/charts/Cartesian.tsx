import { type PointerEvent, useState } from "react";
import { Bars, EndLabels, Line } from "./marks";
import { labelEvery, type Series, textWidth, ticksFor, within } from "./scale";
import { useWidth } from "./useWidth";

interface Props {
  type: "line" | "bar" | "area";
  categories: string[];
  series: Series[];
  alt: string;
  number(value: number): string;
}

const HEIGHT = 220;
const TOP = 14;
const BOTTOM = HEIGHT - 26;

export function Cartesian({ type, categories, series, alt, number }: Props) {
  const [plot, width] = useWidth<HTMLDivElement>(560);
  const [hovered, setHovered] = useState<number | null>(null);
  const values = series.flatMap((one) => one.points.flatMap(({ value }) => (value === null ? [] : [value])));
  const ticks = ticksFor(values.length > 0 ? values : [0, 1], type !== "line");
  const low = ticks[0] ?? 0;
  const high = ticks.at(-1) ?? 1;
  const left = Math.max(...ticks.map((tick) => textWidth(number(tick)))) + 12;
  const ends = series.map((one) => one.points.findLast(({ value }) => value !== null)?.value ?? null);
  const right = width - (type === "bar" ? 8 : Math.max(...ends.map((end) => (end === null ? 0 : textWidth(number(end)))), 0) + 16);
  const band = (right - left) / Math.max(1, categories.length);
  const xOf = (index: number) =>
    type === "bar" ? left + band * (index + 0.5) : left + (categories.length < 2 ? 0.5 : index / (categories.length - 1)) * (right - left);
  const yOf = (value: number) => BOTTOM - ((value - low) / (high - low)) * (BOTTOM - TOP);
  const isLabelled = labelEvery(categories, right - left);

  const onMove = (event: PointerEvent<SVGSVGElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const at = type === "bar" ? Math.floor((x - left) / band) : Math.round(((x - left) / (right - left)) * (categories.length - 1));
    setHovered(at >= 0 && at < categories.length ? at : null);
  };

  return (
    <div className="chart-plot" ref={plot}>
      <svg
        viewBox={`0 0 ${width} ${HEIGHT}`}
        height={HEIGHT}
        role="img"
        aria-label={alt}
        onPointerMove={onMove}
        onPointerLeave={() => setHovered(null)}
      >
        {ticks.map((tick) => (
          <g key={tick} className={`chart-grid ${tick === 0 ? "is-zero" : ""}`}>
            <line x1={left} x2={right} y1={yOf(tick)} y2={yOf(tick)} />
            <text x={left - 8} y={yOf(tick)} textAnchor="end" dominantBaseline="central">
              {number(tick)}
            </text>
          </g>
        ))}
        {categories.map((category, index) =>
          isLabelled(index) ? (
            <text key={index} x={within(xOf(index), textWidth(category), width)} y={HEIGHT - 8} textAnchor="middle">
              {category}
            </text>
          ) : null,
        )}
        {hovered !== null && <line className="chart-cursor" x1={xOf(hovered)} x2={xOf(hovered)} y1={TOP} y2={BOTTOM} />}
        {series.map((one, index) => (
          <g key={one.name} className={`series-${index % 12}`}>
            {type === "bar" ? (
              <Bars series={one} at={index} of={series.length} band={band} xOf={xOf} yOf={yOf} />
            ) : (
              <Line series={one} isArea={type === "area"} xOf={xOf} yOf={yOf} />
            )}
          </g>
        ))}
        {type !== "bar" && <EndLabels ends={ends} x={right + 8} yOf={yOf} number={number} />}
      </svg>
      {hovered !== null && <Tip x={xOf(hovered)} width={width} title={categories[hovered] ?? ""} series={series} at={hovered} number={number} />}
    </div>
  );
}

interface TipProps extends Pick<Props, "series" | "number"> {
  x: number;
  width: number;
  title: string;
  at: number;
}

function Tip({ x, width, title, series, at, number }: TipProps) {
  const style = x > width / 2 ? { right: width - x + 10 } : { left: x + 10 };
  return (
    <div className="chart-tip" style={style} aria-hidden="true">
      <strong>{title}</strong>
      {series.map((one) => {
        const value = one.points[at]?.value ?? null;
        return (
          <span key={one.name}>
            {one.name} <b>{value === null ? "–" : number(value)}</b>
          </span>
        );
      })}
    </div>
  );
}
