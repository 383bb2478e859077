/** The forms of a counted message, by CLDR category; `other` is the one that is always there. */
export type Plural = { readonly [category in Exclude<Intl.LDMLPluralRule, 'other'>]?: string } & {
  readonly other: string;
};

export type Entry = string | Plural;
