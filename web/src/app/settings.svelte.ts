// What the reader chose for this browser: language and theme. Nothing else is kept.
import { LANGUAGES, type Language, type MessageKey, type Slots, say } from '../i18n/messages';
import type { Theme } from '../map/palette';

const LANGUAGE = 'trucewatch.language';
const THEME = 'trucewatch.theme';

function read<T extends string>(key: string, allowed: readonly T[]): T | null {
  try {
    const value = localStorage.getItem(key);
    return allowed.find((one) => one === value) ?? null;
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing still shows everything.
  }
}

const preferredTheme = (): Theme => (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark');

class Settings {
  language = $state<Language>(read(LANGUAGE, LANGUAGES) ?? 'en');
  theme = $state<Theme>(read<Theme>(THEME, ['dark', 'light']) ?? preferredTheme());

  setLanguage(language: Language): void {
    this.language = language;
    keep(LANGUAGE, language);
  }

  turnTheme(): void {
    this.theme = this.theme === 'dark' ? 'light' : 'dark';
    keep(THEME, this.theme);
  }
}

export const settings = new Settings();

/** A message in the reader's language; used in templates, it follows a change of language. */
export const t = (key: MessageKey, slots?: Slots): string => say(settings.language, key, slots);
