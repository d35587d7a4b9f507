import { createContext, use } from "react";
import { en, type Strings } from "./en";
import { ja } from "./ja";

export type Language = "en" | "ja";

const CATALOGUES: Record<Language, Strings> = { en, ja };

export function languageOf(locale: string): Language {
  return locale.toLowerCase().startsWith("ja") ? "ja" : "en";
}

export const LanguageContext = createContext<Language>("en");

export function useLanguage(): Language {
  return use(LanguageContext);
}

export function useText(): Strings {
  return CATALOGUES[use(LanguageContext)];
}

export function stringsOf(language: Language): Strings {
  return CATALOGUES[language];
}
