// What the reader chose for this browser: language, theme, sound, and whether letters are keys. Nothing else is kept.
import { LANGUAGES, type Language, type MessageKey, type Slots, isKey, say } from '../i18n/messages';
import type { Theme } from '../map/palette';

const LANGUAGE = 'trucewatch.language';
const THEME = 'trucewatch.theme';
const SOUND = 'trucewatch.sound';
const LETTERS = 'trucewatch.letters';

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
  /** True where new incidents are heard. */
  sound = $state(read(SOUND, ['on', 'off']) !== 'off');
  /** True where single letters are keys. */
  letters = $state(read(LETTERS, ['on', 'off']) !== 'off');

  setLanguage(language: Language): void {
    this.language = language;
    keep(LANGUAGE, language);
  }

  turnTheme(): void {
    this.theme = this.theme === 'dark' ? 'light' : 'dark';
    keep(THEME, this.theme);
  }

  turnSound(): void {
    this.sound = !this.sound;
    keep(SOUND, this.sound ? 'on' : 'off');
  }

  turnLetters(): void {
    this.letters = !this.letters;
    keep(LETTERS, this.letters ? 'on' : 'off');
  }
}

export const settings = new Settings();

/** A message in the reader's language; used in templates, it follows a change of language. */
export const t = (key: MessageKey, slots?: Slots): string => say(settings.language, key, slots);

/** The word for a name that the service gives, or the name where there is none. */
export const wordOr = (key: string, name: string): string => (isKey(key) ? t(key) : name);
