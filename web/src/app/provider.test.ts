import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TABLES } from '../i18n/messages';
import { wayBack, wayThere } from './provider';

it('has words for each refusal that the service knows, and no others', () => {
  const source = readFileSync('../src/Trucewatch.Server/Access/Identity/SignInRefusal.cs', 'utf8');
  const known = [...source.matchAll(/^ {4}(\w+),$/gm)].map(([, name]) => `signin.no.${name}`);
  expect(known.length).toBeGreaterThan(5);
  expect(Object.keys(TABLES.en).filter((key) => key.startsWith('signin.no.')).sort()).toEqual(known.sort());
});

it('shows what the service said, and nothing that anybody else wrote into the address', () => {
  expect(wayBack('?refused=NotOnRoll').refusal).toBe('signin.no.NotOnRoll');
  expect(wayBack('?refused=You%20are%20in').refusal).toBeNull();
  expect(wayBack('').refusal).toBeNull();
  expect(wayBack('?roles=Analyst,Reviewer,Emperor').roles.map(({ role }) => role)).toEqual(['Analyst', 'Reviewer']);
  expect(wayBack('?to=/field').to).toBe('/field');
  for (const to of ['//elsewhere.example', 'https://elsewhere.example', 'javascript:alert(1)', '/api']) {
    expect(wayBack(`?to=${encodeURIComponent(to)}`).to).toBe('/');
  }
});

it('goes to the provider for a page, in the role that was chosen', () => {
  expect(wayThere('/field', null)).toBe('/sign-in/provider?to=%2Ffield');
  expect(wayThere('/', 'Analyst')).toBe('/sign-in/provider?to=%2F&role=Analyst');
});
