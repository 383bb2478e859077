// What was watched, in the few words that stand beside every number of incidents.
import type { Exposure } from '../api/types';
import { t } from '../app/settings.svelte';
import { percent } from './heat';

export function coverageWords(exposure: Exposure | null | undefined): string {
  if (!exposure || exposure.state === 'Withheld') return t('cov.withheld');
  if (exposure.state === 'NotWatched') return t('cov.none');
  return t('cov.share', { n: percent(exposure.share ?? 0) });
}
