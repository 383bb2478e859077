// Looks words up. A message is a string, or one form for each plural category of its language.
import type { LocalText } from '../api/types';
import type { Entry } from './entry';
import { en } from './en';
import { ru } from './ru';
import { uk } from './uk';

export type MessageKey = keyof typeof en;
type AfterNav<Key> = Key extends `nav.${infer Name}` ? Name : never;
/** A view of the page: what the rail has a word for. */
export type View = Exclude<AfterNav<MessageKey>, 'views'>;
export type Messages = Readonly<Record<MessageKey, Entry>>;
export type Language = 'en' | 'uk' | 'ru';

export const LANGUAGES: readonly Language[] = ['en', 'uk', 'ru'];
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', uk: 'Українська', ru: 'Русский' };
export const TABLES: Readonly<Record<Language, Messages>> = { en, uk, ru };
const RULES: Readonly<Record<Language, Intl.PluralRules>> = {
  en: new Intl.PluralRules('en'),
  uk: new Intl.PluralRules('uk'),
  ru: new Intl.PluralRules('ru'),
};

export type Slots = Readonly<Record<string, string | number>>;

export function say(language: Language, key: MessageKey, slots: Slots = {}): string {
  const entry: Entry = TABLES[language][key];
  const form = typeof entry === 'string' ? entry : (entry[RULES[language].select(Number(slots.n))] ?? entry.other);
  return form.replace(/\{(\w+)\}/g, (whole, slot: string) => String(slots[slot] ?? whole));
}

/** True where the table has this key: for words that the service names, such as reasons. */
export const isKey = (key: string): key is MessageKey => Object.hasOwn(en, key);

/** A text of the agreement in the reader's language, else in English. */
export function localText(text: LocalText | null | undefined, language: Language): string {
  if (text === null || text === undefined) return '';
  return typeof text === 'string' ? text : (text[language] ?? text.en);
}

export const hasLanguage = (text: LocalText | null | undefined, language: Language): boolean =>
  typeof text === 'string' ? language === 'en' : Boolean(text?.[language]);
