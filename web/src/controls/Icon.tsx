const PATHS = {
  close: "M5 5l10 10M15 5L5 15",
  check: "M4.5 10.5l3.5 3.5 7.5-8",
  chevron: "M6 8l4 4 4-4",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  send: "M4 10h11M10.5 5l5 5-5 5",
  plus: "M10 4v12M4 10h12",
  home: "M4 9.5L10 4l6 5.5V16h-4v-4H8v4H4z",
  thread: "M4 5h12v8h-6l-3.5 3v-3H4z",
  lock: "M6 9h8v7H6zM7.5 9V6.5a2.5 2.5 0 015 0V9",
  eye: "M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5zM10 8a2 2 0 100 4 2 2 0 000-4",
  clip: "M13.5 7.5l-5 5a1.4 1.4 0 01-2-2l5.5-5.5a2.6 2.6 0 013.7 3.7l-5.8 5.8a4 4 0 01-5.6-5.6L9 4.2",
  bolt: "M11 3L5 11h4l-1 6 6-8h-4z",
  calendar: "M4 6h12v10H4zM4 9h12M7 4v3M13 4v3",
  clock: "M10 3.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM10 6.5V10l2.5 1.5",
  code: "M7.5 6l-4 4 4 4M12.5 6l4 4-4 4",
  people: "M7.5 10a2.5 2.5 0 100-5 2.5 2.5 0 000 5zM3 16c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M13 9.5a2 2 0 100-4M14 12c1.8.3 3 1.7 3 4",
  plug: "M7 3v4M13 3v4M5 7h10v2a5 5 0 01-10 0zM10 14v3",
  alert: "M10 3.5l7 12.5H3zM10 8v4M10 14h.01",
  spark: "M10 3l1.7 5.3L17 10l-5.3 1.7L10 17l-1.7-5.3L3 10l5.3-1.7z",
  up: "M7 9v7H4V9zM7 9l3-6c1.5 0 2 1 1.7 2.2L11 8h5l-1.3 7c-.1.6-.6 1-1.2 1H7",
  down: "M7 11V4H4v7zM7 11l3 6c1.5 0 2-1 1.7-2.2L11 12h5l-1.3-7c-.1-.6-.6-1-1.2-1H7",
  file: "M5 3h6l4 4v10H5zM11 3v4h4",
  menu: "M3.5 6h13M3.5 10h13M3.5 14h13",
  sun: "M10 6.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4M4.3 15.7l1.4-1.4M14.3 5.7l1.4-1.4",
  at: "M13 10a3 3 0 11-6 0 3 3 0 016 0zm0 0v1.2a2 2 0 004 0V10a7 7 0 10-3 5.7",
  trash: "M4 6h12M8 6V4h4v2M6 6l.7 10h6.6L14 6",
  left: "M12 5l-5 5 5 5",
  right: "M8 5l5 5-5 5",
  info: "M10 3.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM10 9.5v4M10 6.7h.01",
  flag: "M5 17V4h9l-2 3 2 3H5",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      className={`icon icon-${name}`}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" ? 2.6 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

export function Spinner() {
  return <span className="spinner" aria-hidden="true" />;
}
