import type { Language } from "./index";
import { stringsOf } from "./index";

const TAGS: Record<Language, string> = { en: "en-GB", ja: "ja-JP" };

export interface Calendar {
  language: Language;
  timeZone: string;
  now: number;
}

function format(seconds: number, { language, timeZone }: Calendar, options: Intl.DateTimeFormatOptions): string {
  const tag = language === "en" ? "en-US" : TAGS[language];
  return new Intl.DateTimeFormat(tag, { timeZone, ...options }).format(seconds * 1000);
}

export function clockTime(seconds: number, calendar: Calendar): string {
  const hour12 = calendar.language === "en";
  return format(seconds, calendar, { hour: hour12 ? "numeric" : "2-digit", minute: "2-digit", hour12 });
}

export function dayKey(seconds: number, calendar: Calendar): string {
  return format(seconds, calendar, { year: "numeric", month: "2-digit", day: "2-digit" });
}

export function dayName(seconds: number, calendar: Calendar): string {
  const text = stringsOf(calendar.language);
  if (dayKey(seconds, calendar) === dayKey(calendar.now, calendar)) return text.dayToday;
  if (dayKey(seconds, calendar) === dayKey(calendar.now - 86_400, calendar)) return text.dayYesterday;
  return format(seconds, calendar, { weekday: "long", month: "long", day: "numeric" });
}

/** Within a sentence: “today at 9:58 AM”. */
export function dayAndTime(seconds: number, calendar: Calendar): string {
  const day = dayName(seconds, calendar);
  const time = clockTime(seconds, calendar);
  const isNear = day === stringsOf("en").dayToday || day === stringsOf("en").dayYesterday;
  return calendar.language === "en" ? `${isNear ? day.toLowerCase() : day} at ${time}` : `${day} ${time}`;
}

export function longDate(seconds: number, calendar: Calendar): string {
  return format(seconds, calendar, { weekday: "short", year: "numeric", month: "short", day: "numeric" });
}

const PARTS: Record<string, Intl.DateTimeFormatOptions> = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

/** Fill a `<!date^…>` template as the reader's client does: their language, their zone. */
export function slackDate(seconds: number, template: string, calendar: Calendar): string {
  return template.replace(/\{(\w+)\}/g, (whole, token: string) => {
    if (token === "ago") return dayName(seconds, calendar);
    const isPretty = token.endsWith("_pretty");
    const options = PARTS[isPretty ? token.slice(0, -"_pretty".length) : token];
    if (!options) return whole;
    const key = dayKey(seconds, calendar);
    const isNear = [calendar.now, calendar.now - 86_400].some((day) => dayKey(day, calendar) === key);
    return isPretty && isNear ? dayName(seconds, calendar).toLowerCase() : format(seconds, calendar, options);
  });
}
