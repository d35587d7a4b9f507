export interface Point {
  label: string;
  value: number | null;
}

export interface Series {
  name: string;
  points: Point[];
}

export interface Segment {
  label: string;
  value: number;
}

export interface CartesianChart {
  type: "line" | "bar" | "area";
  series: { name: string; data: { label: string; value: number }[] }[];
  axis_config?: { categories?: string[]; x_label?: string; y_label?: string };
}

export interface PieChart {
  type: "pie";
  segments: Segment[];
}

/** Round steps round the data; bars and areas start at zero, for their length is the message. */
export function ticksFor(values: number[], fromZero: boolean, wanted = 4): number[] {
  const low = Math.min(...values, ...(fromZero ? [0] : []));
  const high = Math.max(...values, ...(fromZero ? [0] : []));
  const span = high - low || Math.abs(high) || 1;
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power * 10;
  const first = Math.floor(low / step) * step;
  const last = Math.max(Math.ceil(high / step) * step, first + step);
  const count = Math.round((last - first) / step);
  return Array.from({ length: count + 1 }, (_, index) => Number((first + index * step).toPrecision(12)));
}

/** One value per category in each series; a category that a series lacks is a gap, not a zero. */
export function alignSeries(chart: CartesianChart): { categories: string[]; series: Series[] } {
  const named = chart.axis_config?.categories ?? [];
  const categories = named.length > 0 ? named : [...new Set(chart.series.flatMap((series) => series.data.map((point) => point.label)))];
  const series = chart.series.map(({ name, data }) => {
    const byLabel = new Map(data.map((point) => [point.label, point.value]));
    return { name, points: categories.map((label) => ({ label, value: byLabel.get(label) ?? null })) };
  });
  return { categories, series };
}

/** Which category labels to write so that they do not run into each other; the last always. */
export function labelEvery(categories: string[], width: number): (index: number) => boolean {
  const widest = Math.max(...categories.map(textWidth), 1);
  const every = Math.max(1, Math.ceil(((widest + 14) * categories.length) / width));
  const last = categories.length - 1;
  return (index) => (last - index) % every === 0;
}

/** A rough width at 11 px; Japanese characters take about twice the room. */
export function textWidth(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > "\u2e80" ? 11 : 6.2), 0);
}

/** The middle of a label that is drawn whole, as near to where it belongs as the width allows. */
export function within(middle: number, label: number, width: number): number {
  return Math.max(label / 2, Math.min(middle, width - label / 2));
}

export function percentages(segments: Segment[]): number[] {
  const total = segments.reduce((sum, segment) => sum + Math.max(0, segment.value), 0);
  return segments.map((segment) => (total > 0 ? (Math.max(0, segment.value) / total) * 100 : 0));
}

const LABEL_HEIGHT = 13;

/** Move labels apart that would lie on each other, keeping their order. */
export function spread(places: (number | null)[]): (number | null)[] {
  const moved = [...places];
  const order = places.flatMap((place, index) => (place === null ? [] : [{ place, index }])).sort((a, b) => a.place - b.place);
  order.forEach(({ index }, at) => {
    const above = order[at - 1];
    const limit = above ? (moved[above.index] ?? 0) + LABEL_HEIGHT : -Infinity;
    moved[index] = Math.max(moved[index] ?? 0, limit);
  });
  return moved;
}
