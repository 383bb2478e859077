// Who has seen the log, in words. The names are those of the policy that the parties agreed on.
import type { Witnessed } from '../api/types';
import { t } from '../app/settings.svelte';
import { count } from '../words/figures';

export function witnessedWords(witnessed: Witnessed | null | undefined): string {
  if (!witnessed?.quorum || witnessed.quorum === 'none') return t('wit.none');
  if (witnessed.by.length === 0) return t('wit.notYet');
  const names = witnessed.by.map((one) => one.name).join(', ');
  return t(witnessed.hasQuorum ? 'wit.by' : 'wit.short', { names, size: count(witnessed.size) });
}
