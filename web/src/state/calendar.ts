import { createContext, use } from "react";
import type { Calendar } from "../i18n/dates";

/** The reader's language and zone, and what time it is in the sandbox. */
export const CalendarContext = createContext<Calendar>({ language: "en", timeZone: "UTC", now: 0 });

export function useCalendar(): Calendar {
  return use(CalendarContext);
}
