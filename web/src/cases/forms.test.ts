import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TABLES } from '../i18n/messages';
import { FORMS, type Field, READ_CUSTODY, formsOf, membersOf, titleKey } from './forms';

interface Schema {
  readonly required?: readonly string[];
  readonly enum?: readonly (string | null)[];
  readonly anyOf?: readonly { readonly $ref: string }[];
  readonly properties?: Readonly<Record<string, { enum?: string[]; $ref?: string; oneOf?: { $ref?: string }[] }>>;
}
const schemas = (
  JSON.parse(readFileSync('../docs/reference/openapi.json', 'utf8')) as {
    components: { schemas: Readonly<Record<string, Schema>> };
  }
).components.schemas;
const nameOf = (ref: string): string => ref.split('/').at(-1)!;

/** What the service knows: each deed with its members, but for the words, which every act has. */
const known = new Map(
  schemas['Deed']!.anyOf!.map(({ $ref }) => {
    const one = schemas[nameOf($ref)]!;
    const members = one.required!.filter((each) => each !== 'text');
    return [one.properties!['deed']!.enum![0]!, { schema: one, members }];
  }),
);

/** Deeds and members for which there is no form. */
const lacking = (forms: typeof FORMS): string[] =>
  [...known].flatMap(([deed, { members }]) => {
    const own = forms.filter((one) => one.deed === deed);
    return own.length === 0
      ? [deed]
      : members
          .filter((member) => !own.every((one) => one.fields.some((field) => membersOf(field).includes(member))))
          .map((member) => `${deed}.${member}`);
  });

describe('forms of acts', () => {
  it('are there for every deed that the service knows, and for every member of it', () => {
    expect(known.size).toBeGreaterThanOrEqual(30);
    expect(lacking(FORMS)).toEqual([]);
  });

  it('are missed where one is not there: the check that says so finds it', () => {
    expect(lacking(FORMS.filter((one) => one.deed !== 'vote-cast'))).toEqual(['vote-cast']);
    const without = FORMS.map((one) => ({ ...one, fields: one.fields.filter(({ name }) => name !== 'cites') }));
    expect(lacking(without)).toEqual(['finding-stated.cites', 'remedy-verified.cites', 'case-reopened.cites']);
  });

  it('fill nothing that the service does not know', () => {
    for (const form of FORMS)
      for (const field of form.fields)
        for (const member of membersOf(field)) expect(known.get(form.deed)?.members, form.deed).toContain(member);
  });

  it('offer every value of what is chosen from, and no other', () => {
    const chosen = FORMS.flatMap((form) => form.fields.map((field) => [form, field] as const)).filter(
      ([, field]) => field.kind === 'choice' && field.name !== 'severity',
    );
    expect(chosen.length).toBeGreaterThan(5);
    for (const [form, field] of chosen) {
      const member = known.get(form.deed)!.schema.properties![field.name]!;
      const ref = member.$ref ?? member.oneOf!.find((one) => one.$ref)!.$ref!;
      const values = schemas[nameOf(ref)]!.enum!.filter((one) => one !== null);
      expect([...field.values!].sort(), `${form.deed} ${field.name}`).toEqual([...values].sort());
    }
  });

  it('have words in the table for all that they ask and offer', () => {
    const asked = FORMS.flatMap((form) => form.fields).filter((one) => one.kind !== 'known');
    const keysOf = (field: Field): string[] => {
      const named = ['seal', 'reveal'].includes(field.kind) ? membersOf(field) : [field.name];
      const names = field.kind === 'matrix' ? ['answer'] : named;
      const values = field.kind === 'yesNo' ? ['true', 'false'] : (field.values ?? []);
      return [
        ...names.map((name) => `act.field.${name}`),
        ...values.map((value) => `${field.words ?? `act.${field.name}`}.${value}`),
      ];
    };
    for (const key of [...asked.flatMap(keysOf), ...FORMS.map(titleKey)]) expect(Object.keys(TABLES.en)).toContain(key);
  });

  it('come under operations that the policy knows, and each operation on an open case has one', () => {
    const source = readFileSync('../src/Trucewatch.Domain/Access/Operation.cs', 'utf8');
    const [before, open] = source.split('    ReceiveIncident,');
    const onOpenCase = [...open!.matchAll(/^ {4}(\w+),$/gm)].map(([, name]) => name);
    expect(before).toContain(`    ${READ_CUSTODY},`);
    const used = new Set(FORMS.filter((one) => !one.opens).flatMap((one) => one.operations));
    expect([...used].sort()).toEqual(onOpenCase.sort());
  });

  it('are offered where the service says that the reader may, with the values that they may say', () => {
    expect(formsOf([])).toEqual([]);
    expect(formsOf([READ_CUSTODY])).toEqual([]);
    expect(formsOf(['StateFinding', 'Concur']).map((one) => one.id)).toEqual(['finding-stated', 'concurred']);
    const step = (may: string[]) => formsOf(may)[0]!.fields.find((one) => one.name === 'step')?.values;
    expect(step(['AttributeOrigin'])).toEqual(['Direction', 'AreaOfOrigin']);
    expect(step(['AttributeOrder'])).toEqual(['WhoOrdered']);
    expect(formsOf(['VerifyNoRemedy'])[0]!.fields[0]!.values).toEqual(['false']);
  });
});
