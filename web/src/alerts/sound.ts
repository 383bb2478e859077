// A short call made of tones, without any file. Browsers let a page be heard after the first key or click only.

const FIRST_HZ = 660;
const STEP_HZ = 90;
const TONE_S = 0.16;
const GAP_S = 0.1;
const LOUDNESS = 0.16;

let context: AudioContext | null = null;
let played = 0;

/** How many calls were made: for tests, which hear nothing. */
export const callsMade = (): number => played;

/** Lets the page be heard; to be called on a key or a click. */
export function wake(): void {
  try {
    context ??= new AudioContext();
    void context.resume();
  } catch {
    // A browser without sound still shows everything that it would say.
  }
}

/** Calls with so many tones. */
export function call(tones: number): void {
  if (tones <= 0 || context?.state !== 'running') return;
  played++;
  for (let at = 0; at < tones; at++) {
    const [tone, gain] = [context.createOscillator(), context.createGain()];
    const start = context.currentTime + at * (TONE_S + GAP_S);
    tone.frequency.value = FIRST_HZ + at * STEP_HZ;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.015);
    gain.gain.linearRampToValueAtTime(0, start + TONE_S);
    tone.connect(gain).connect(context.destination);
    tone.start(start);
    tone.stop(start + TONE_S);
  }
}
