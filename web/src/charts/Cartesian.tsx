import { type PointerEvent, useState } from "react";
import { labelEvery, type Series, textWidth, ticksFor } from "./scale";

interface Props {
  type: "line" | "bar" | "area";
  categories: string[];
  series: Series[];
  alt: string;
  number(value: number): string;
}

const WIDTH = 560;
const HEIGHT = 220;
const EDGE = { top: 14, right: 46, bottom: 26 };

export function Cartesian({ type, categories, series, alt, number }: Props) {
  const [hovered, setHovered] = useState<number | null>(null);
  const values = series.flatMap((one) => one.points.flatMap(({ value }) => (value === null ? [] : [value])));
  const ticks = ticksFor(values.length > 0 ? values : [0, 1], type !== "line");
  const low = ticks[0] ?? 0;
  const high = ticks.at(-1) ?? 1;
  const left = Math.max(...ticks.map((tick) => textWidth(number(tick)))) + 12;
  const right = WIDTH - EDGE.right;
  const bottom = HEIGHT - EDGE.bottom;
  const band = (right - left) / Math.max(1, categories.length);
  const xOf = (index: number) =>
    type === "bar" ? left + band * (index + 0.5) : left + (categories.length < 2 ? 0.5 : index / (categories.length - 1)) * (right - left);
  const yOf = (value: number) => bottom - ((value - low) / (high - low)) * (bottom - EDGE.top);
  const isLabelled = labelEvery(categories, right - left);

  const onMove = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDTH;
    const at = type === "bar" ? Math.floor((x - left) / band) : Math.round(((x - left) / (right - left)) * (categories.length - 1));
    setHovered(at >= 0 && at < categories.length ? at : null);
  };

  return (
    <div className="chart-plot">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={alt} onPointerMove={onMove} onPointerLeave={() => setHovered(null)}>
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
            <text key={index} className="chart-label" x={xOf(index)} y={HEIGHT - 8} textAnchor="middle">
              {category}
            </text>
          ) : null,
        )}
        {hovered !== null && <line className="chart-cursor" x1={xOf(hovered)} x2={xOf(hovered)} y1={EDGE.top} y2={bottom} />}
        {series.map((one, index) => (
          <g key={one.name} className={`series-${index % 12}`}>
            {type === "bar" ? (
              <Bars series={one} at={index} of={series.length} band={band} xOf={xOf} yOf={yOf} />
            ) : (
              <Line series={one} isArea={type === "area"} xOf={xOf} yOf={yOf} number={number} />
            )}
          </g>
        ))}
      </svg>
      {hovered !== null && (
        <div className="chart-tip" style={{ [xOf(hovered) > WIDTH / 2 ? "right" : "left"]: `${tipOffset(xOf(hovered))}%` }} aria-hidden="true">
          <strong>{categories[hovered]}</strong>
          {series.map((one) => {
            const value = one.points[hovered]?.value;
            return (
              <span key={one.name}>
                {one.name} <b>{value === null || value === undefined ? "–" : number(value)}</b>
              </span>
            );
          })}
        </div>
      )}
    </div>
  );
}

function tipOffset(x: number): number {
  const fromLeft = (x / WIDTH) * 100;
  return (fromLeft > 50 ? 100 - fromLeft : fromLeft) + 2;
}

interface LineProps {
  series: Series;
  isArea: boolean;
  xOf(index: number): number;
  yOf(value: number): number;
  number(value: number): string;
}

function Line({ series, isArea, xOf, yOf, number }: LineProps) {
  const runs: [number, number][][] = [[]];
  series.points.forEach(({ value }, index) => {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push([xOf(index), yOf(value)]);
  });
  const last = series.points.findLastIndex(({ value }) => value !== null);
  const lastValue = series.points[last]?.value;
  return (
    <>
      {runs
        .filter((run) => run.length > 0)
        .map((run, index) => {
          const path = run.map(([x, y], at) => `${at ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
          const base = yOf(0);
          return (
            <g key={index}>
              {isArea && <path className="chart-area" d={`${path}L${run.at(-1)?.[0]} ${base}L${run[0]?.[0]} ${base}Z`} />}
              <path className="chart-line" d={path} />
            </g>
          );
        })}
      {lastValue !== null && lastValue !== undefined && (
        <>
          <circle className="chart-end" cx={xOf(last)} cy={yOf(lastValue)} r="3.5" />
          <text className="chart-end-label" x={xOf(last) + 8} y={yOf(lastValue)} dominantBaseline="central">
            {number(lastValue)}
          </text>
        </>
      )}
    </>
  );
}

interface BarsProps {
  series: Series;
  at: number;
  of: number;
  band: number;
  xOf(index: number): number;
  yOf(value: number): number;
}

function Bars({ series, at, of, band, xOf, yOf }: BarsProps) {
  const width = Math.min(44, (band * 0.72) / of);
  return series.points.map(({ label, value }, index) => {
    if (value === null) return null;
    const top = Math.min(yOf(value), yOf(0));
    const x = xOf(index) + (at - of / 2) * width;
    return <rect key={label} className="chart-fill" x={x + 1} y={top} width={width - 2} height={Math.abs(yOf(value) - yOf(0))} rx="2" />;
  });
}
