// The keyboard of the watch floor. Keys are ignored while the reader writes into a field, except Escape and the
// palette's; single letters can be switched off, for those whose voice or hand sends them unmeant (WCAG 2.1.4).
import type { FrameActions } from './commands';
import { state } from './floor.svelte';
import { settings } from './settings.svelte';
import { timeSteps } from './timeSteps';
import { viewOfDigit } from './views';

export interface KeyActions extends FrameActions {
  palette(): void;
  escape(): void;
  zoom(levels: number): void;
}

export function onKey(event: KeyboardEvent, actions: KeyActions): void {
  if (event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === 'KeyK') {
    event.preventDefault();
    actions.palette();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape') {
    actions.escape();
    return;
  }
  if (isWriting(event.target) || !settings.letters || isAsking()) return;
  if (act(event, actions)) event.preventDefault();
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

const isPressable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a, summary') !== null;

/** While a dialog is open the keys are its own. */
const isAsking = (): boolean => document.querySelector('dialog[open]') !== null;

function act(event: KeyboardEvent, actions: KeyActions): boolean {
  // The code names the key's place, so that the letters work under a Cyrillic layout too.
  const done = byPlace(event, actions);
  return done ?? bySign(event, actions);
}

function byPlace(event: KeyboardEvent, actions: KeyActions): boolean | null {
  switch (event.code) {
    case 'KeyJ':
      state.move(1);
      return true;
    case 'KeyK':
      state.move(-1);
      return true;
    case 'KeyN':
      state.openNewest();
      return true;
    case 'KeyC':
      state.view = 'coverage';
      return true;
    case 'KeyE':
      actions.prove();
      return true;
    case 'KeyA':
      actions.acknowledge();
      return true;
    case 'KeyG':
      actions.goToPlace();
      return true;
    case 'KeyT':
      actions.focusTime();
      return true;
    case 'KeyD':
      settings.turnTheme();
      return true;
    case 'KeyS':
      settings.turnSound();
      return true;
    case 'KeyR':
      location.assign('/field');
      return true;
    case 'Enter':
      if (state.cursorId === null || isPressable(event.target)) return false;
      state.isFocusAsked = true;
      state.open(state.cursorId);
      return true;
    default:
      return null;
  }
}

function bySign({ key }: KeyboardEvent, actions: KeyActions): boolean {
  if (key === '?') actions.help();
  else if (key === '/') actions.search();
  else if (key === '+' || key === '-') actions.zoom(key === '+' ? 1 : -1);
  else if (key === '[' || key === ']') state.lookBack(state.nowMs + Number(timeSteps(key, Infinity)));
  else {
    const view = viewOfDigit(key);
    if (view === null) return false;
    state.view = view;
  }
  return true;
}
