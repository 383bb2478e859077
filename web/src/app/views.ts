// The views of the page. To add one: a line here, and its word `nav.ID` in each language; nobody else has their list.
import type { Component } from 'svelte';
import type { View } from '../i18n/messages';

export interface ViewEntry {
  readonly id: View;
  /** Outline of its picture in the rail, in a square of 24. */
  readonly icon: string;
  /** Brings the view's code when it is first opened; null for the map, which the frame itself keeps alive. */
  readonly load: (() => Promise<{ default: Component }>) | null;
}

const MAP = 'M3 6.5 9 4l6 2.5L21 4v13.5L15 20l-6-2.5L3 20Z M9 4v13.5 M15 6.5V20';
const INCIDENTS = 'M12 3.5 20.5 12 12 20.5 3.5 12Z M12 8.5v4.2 M12 15.2v.6';
const COVERAGE = 'M4 4h6v6H4Z M14 4h6v6h-6Z M4 14h6v6H4Z M14 17h6 M14 20h6 M14 14h6';
const TASKING = 'M12 3v4 M12 17v4 M3 12h4 M17 12h4 M12 8a4 4 0 1 0 .01 0Z';
const AGREEMENT = 'M6 3.5h8.5L19 8v12.5H6Z M9.5 10.5h6 M9.5 13.5h6 M9.5 16.5h4';
const CASES = 'M4 8h16v11H4Z M9 8V5h6v3 M4 13h16';
const HOTLINE = 'M6 4h4l1.5 4.5L9 10.5a11 11 0 0 0 4.5 4.5l2-2.5L20 14v4a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2Z';
const SHIFT = 'M5 4.5h14v15H5Z M8.5 9h7 M8.5 12h7 M8.5 15h4';
const REPORTS = 'M5 4h10l4 4v12H5Z M15 4v4h4 M8.5 12h7 M8.5 15h7 M8.5 18h4';
const LOG = 'M5 6h14 M5 10h14 M5 14h14 M5 18h9';

/** In the order of the rail and of the digits that open them. */
export const VIEWS: readonly ViewEntry[] = [
  { id: 'map', icon: MAP, load: null },
  { id: 'incidents', icon: INCIDENTS, load: () => import('../incidents/IncidentsView.svelte') },
  { id: 'coverage', icon: COVERAGE, load: () => import('../coverage/CoverageView.svelte') },
  { id: 'tasking', icon: TASKING, load: () => import('../tasking/TaskingView.svelte') },
  { id: 'agreement', icon: AGREEMENT, load: () => import('../agreement/AgreementView.svelte') },
  { id: 'cases', icon: CASES, load: () => import('../cases/CasesView.svelte') },
  { id: 'hotline', icon: HOTLINE, load: () => import('../hotline/HotlineView.svelte') },
  { id: 'reports', icon: REPORTS, load: () => import('../reports/ReportsView.svelte') },
  { id: 'shift', icon: SHIFT, load: () => import('../shift/ShiftView.svelte') },
  { id: 'log', icon: LOG, load: () => import('../log/LogView.svelte') },
];

/** The view of an address, or null: there is none by that name. */
export const viewNamed = (name: string | undefined): View | null => VIEWS.find(({ id }) => id === name)?.id ?? null;

/** The view that a digit opens: 1 to 9, then 0 for the tenth. */
export const viewOfDigit = (digit: string): View | null =>
  /^\d$/.test(digit) ? (VIEWS[digit === '0' ? 9 : Number(digit) - 1]?.id ?? null) : null;

/** The digit that opens the view at a place of the list, or none. */
export const digitOf = (at: number): string => (at < 9 ? String(at + 1) : at === 9 ? '0' : '');
