import { createContext, use, useEffect, useState, useSyncExternalStore } from "react";

export type Theme = "light" | "dark";
export type ThemeChoice = Theme | "system";

const KEY = "sandbox-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

export const ThemeContext = createContext<Theme>("light");

export function useTheme(): Theme {
  return use(ThemeContext);
}

export function useThemeChoice(): { theme: Theme; choice: ThemeChoice; choose(choice: ThemeChoice): void } {
  const [choice, setChoice] = useState<ThemeChoice>(() => (localStorage.getItem(KEY) as ThemeChoice | null) ?? "system");
  const isDark = useSyncExternalStore(
    (onChange) => {
      system.addEventListener("change", onChange);
      return () => system.removeEventListener("change", onChange);
    },
    () => system.matches,
  );
  const theme = choice === "system" ? (isDark ? "dark" : "light") : choice;
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return {
    theme,
    choice,
    choose: (next) => {
      localStorage.setItem(KEY, next);
      setChoice(next);
    },
  };
}
