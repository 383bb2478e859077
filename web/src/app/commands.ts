// Everything that can be done on the page, by name: what the command palette searches, and what keys do.
import { LANGUAGES, LANGUAGE_NAMES } from '../i18n/messages';
import { titleOf, zoneName } from '../incidents/told';
import { findPlaces, folded } from '../places/find';
import { middleOf } from '../places/middle';
import { position } from '../words/figures';
import { localText } from '../i18n/messages';
import { state as floor } from './floor.svelte';
import { settings, t } from './settings.svelte';
import { VIEWS, digitOf } from './views';

export interface Command {
  readonly id: string;
  readonly words: string;
  /** What else it is, in small letters beside the words. */
  readonly more?: string;
  /** The key that does the same without the palette. */
  readonly keys?: string;
  run(): void;
}

const MOST = 40;

/** What the frame of the page can do that the state cannot. */
export interface FrameActions {
  help(): void;
  search(): void;
  focusTime(): void;
  prove(): void;
  acknowledge(): void;
  goToPlace(): void;
}

export function commandsFor(words: string, frame: FrameActions): Command[] {
  const wanted = folded(words).split(' ').filter(Boolean);
  const fits = (one: Command): boolean => {
    const text = folded(`${one.words} ${one.more ?? ''} ${one.keys ?? ''}`);
    return wanted.every((word) => text.includes(word));
  };
  return [
    ...doings(frame).filter(fits),
    ...(wanted.length > 0 ? [...incidents().filter(fits), ...places(words), ...zones().filter(fits)] : []),
  ].slice(0, MOST);
}

function doings(frame: FrameActions): Command[] {
  const isOpen = floor.openId !== null || floor.cursorId !== null;
  return [
    ...VIEWS.map(({ id }, at) => ({
      id: `view-${id}`,
      words: t(`nav.${id}`),
      more: t('do.view'),
      keys: digitOf(at),
      run: () => void (floor.view = id),
    })),
    ...(isOpen
      ? [
          { id: 'prove', words: t('keys.prove'), keys: 'E', run: frame.prove },
          { id: 'acknowledge', words: t('keys.acknowledge'), keys: 'A', run: frame.acknowledge },
          { id: 'go', words: t('keys.go'), keys: 'G', run: frame.goToPlace },
          {
            id: 'replay',
            words: t('replay.do'),
            run: () => void floor.startReplay(floor.openId ?? floor.cursorId ?? ''),
          },
        ]
      : []),
    { id: 'next', words: t('do.next'), keys: 'J', run: () => floor.move(1) },
    { id: 'previous', words: t('do.previous'), keys: 'K', run: () => floor.move(-1) },
    { id: 'newest', words: t('keys.newest'), keys: 'N', run: () => floor.openNewest() },
    { id: 'search', words: t('keys.search'), keys: '/', run: frame.search },
    { id: 'time', words: t('keys.time'), keys: 'T', run: frame.focusTime },
    { id: 'live', words: t('time.toLive'), keys: 'End', run: () => floor.lookBack(null) },
    { id: 'theme', words: t('top.theme'), keys: 'D', run: () => settings.turnTheme() },
    {
      id: 'sound',
      words: settings.sound ? t('alert.soundOff') : t('alert.soundOn'),
      keys: 'S',
      run: () => settings.turnSound(),
    },
    ...LANGUAGES.map((one) => ({
      id: `language-${one}`,
      words: LANGUAGE_NAMES[one],
      more: t('top.language'),
      run: () => settings.setLanguage(one),
    })),
    {
      id: 'letters',
      words: settings.letters ? t('do.lettersOff') : t('do.lettersOn'),
      run: () => settings.turnLetters(),
    },
    {
      id: 'report',
      words: t('field.title'),
      more: t('field.offline'),
      keys: 'R',
      run: () => location.assign('/field'),
    },
    { id: 'help', words: t('keys.title'), keys: '?', run: frame.help },
  ];
}

const incidents = (): Command[] =>
  floor.queue.map((one) => ({
    id: `incident-${one.id}`,
    words: titleOf(one, floor.agreement, settings.language),
    more: [one.id, zoneName(one, floor.agreement, settings.language) ?? '', ...one.actors].join(' · '),
    run: () => {
      floor.isFocusAsked = true;
      floor.open(one.id);
    },
  }));

const places = (words: string): Command[] =>
  findPlaces(words, settings.language).map((one) => ({
    id: `place-${one.name}`,
    words: one.name,
    more: [t('do.place'), ...one.others, position(one.latitude, one.longitude, 2)].join(' · '),
    run: () => floor.showPlace(one),
  }));

const zones = (): Command[] =>
  (floor.agreement?.zones ?? []).flatMap((zone) => {
    const middle = middleOf(floor.agreementMap, zone.id);
    const name = localText(zone.name, settings.language);
    return middle === null
      ? []
      : [
          {
            id: `zone-${zone.id}`,
            words: name,
            more: t('map.zone'),
            run: () => floor.showPlace({ name, others: [], ...middle }),
          },
        ];
  });
