// The keyboard of the watch floor. Keys are ignored while the reader writes into a field, except Escape.
import { VIEWS, state } from './floor.svelte';

export interface KeyActions {
  search(): void;
  help(): void;
  escape(): void;
}

export function onKey(event: KeyboardEvent, actions: KeyActions): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === 'Escape') {
    actions.escape();
    return;
  }
  if (isWriting(event.target)) return;
  if (act(event, actions)) event.preventDefault();
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

const isPressable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a, summary') !== null;

function act(event: KeyboardEvent, actions: KeyActions): boolean {
  // The code names the key's place, so that the letters work under a Cyrillic layout too.
  switch (event.code) {
    case 'KeyJ':
      state.move(1);
      return true;
    case 'KeyK':
      state.move(-1);
      return true;
    case 'KeyC':
      state.view = 'coverage';
      return true;
    case 'KeyE':
      if (state.openId === null && state.cursorId !== null) state.open(state.cursorId);
      if (state.openId !== null) state.proofAsked++;
      return true;
    case 'Enter':
      if (state.cursorId === null || isPressable(event.target)) return false;
      state.open(state.cursorId);
      return true;
  }
  if (event.key === '?') actions.help();
  else if (event.key === '/') actions.search();
  else if (/^[1-5]$/.test(event.key)) state.view = VIEWS[Number(event.key) - 1]!;
  else return false;
  return true;
}
