// The identity provider as the sign-in page sees it: a label that the service wrote into the page, and what the way
// back from there says in the address. Anybody can write an address: what is in no list here is not shown.
import { isKey, type MessageKey } from '../i18n/messages';

/** The label of the provider's button, or null: there is no provider. */
export const providerLabel = (): string | null => document.documentElement.dataset.provider ?? null;

export interface WayBack {
  /** Why nobody was let in, or null. */
  readonly refusal: MessageKey | null;
  /** Roles to choose from, with their words. */
  readonly roles: readonly { readonly role: string; readonly words: MessageKey }[];
  /** The page to go on to. */
  readonly to: string;
}

const PAGES = ['/', '/field'];

/** What the query of the address says. */
export function wayBack(query: string): WayBack {
  const asked = new URLSearchParams(query);
  const refusal = `signin.no.${asked.get('refused') ?? ''}`;
  const to = asked.get('to') ?? '/';
  return {
    refusal: isKey(refusal) ? refusal : null,
    roles: (asked.get('roles') ?? '').split(',').flatMap((role) => {
      const words = `signin.as.${role}`;
      return isKey(words) ? [{ role, words }] : [];
    }),
    to: PAGES.includes(to) ? to : '/',
  };
}

/** The address that goes to the provider: for a page, in a role where one was chosen. */
export function wayThere(to: string, role: string | null): string {
  const asked = new URLSearchParams(role === null ? { to } : { to, role });
  return `/sign-in/provider?${asked}`;
}
