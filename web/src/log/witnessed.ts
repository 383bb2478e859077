// Who has seen the log, in words. The names are those of the policy that the parties agreed on.
import type { Stamped, Witnessed } from '../api/types';
import { t } from '../app/settings.svelte';
import { count, stampUtc } from '../words/figures';

export function witnessedWords(witnessed: Witnessed | null | undefined): string {
  if (!witnessed?.quorum || witnessed.quorum === 'none') return t('wit.none');
  if (witnessed.by.length === 0) return t('wit.notYet');
  const names = namesOf(witnessed, false);
  const mirrors = namesOf(witnessed, true);
  const size = count(witnessed.size);
  const parts = [
    names && t(witnessed.hasQuorum ? 'wit.by' : 'wit.short', { names, size }),
    mirrors && t(witnessed.hasQuorum ? 'wit.mirrored' : 'wit.mirroredShort', { names: mirrors, size }),
  ];
  return parts.filter(Boolean).join('; ');
}

/** When an authority outside stamped the log, by its clock. */
export function stampedWords(stamped: Stamped | null | undefined): string {
  if (!stamped) return t('stamp.none');
  const { authority, size, at } = stamped;
  return t('stamp.by', { authority, size: count(size), time: `${stampUtc(at)} UTC` });
}

/** Witnesses keep a head; mirrors keep every entry. */
function namesOf(witnessed: Witnessed, mirrors: boolean): string {
  return witnessed.by
    .filter((one) => (one.isMirror ?? false) === mirrors)
    .map((one) => one.name)
    .join(', ');
}
