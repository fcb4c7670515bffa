import type { State } from '../session/types.js';

/**
 * Which face is shown. `stage` is the display with controls that sink away; the others are pages.
 */
export type Mode = 'left' | 'prepare' | 'stage' | 'attend' | 'away' | 'close' | 'end';

export function modeOf({ status, leftOpen, away, attending }: State): Mode {
  if (leftOpen) return 'left';
  if (status === 'idle' || status === 'prepared') return 'prepare';
  if (status === 'ended') return 'end';
  return away ? 'away' : attending ? 'attend' : status === 'open' ? 'stage' : 'close';
}

/**
 * The theme that is wished for; where it is none, day before, dusk until the dose and in the last phase, night between, dusk
 * after. Stop and attend is plain and bright whatever is wished.
 */
export function themeOf({ doses, phase, protocol }: State, mode: Mode, wished: unknown): 'day' | 'dusk' | 'night' {
  if (mode !== 'attend' && (wished === 'day' || wished === 'dusk' || wished === 'night')) return wished;
  if (/left|prepare|attend/.test(mode)) return 'day';
  const last = phase?.id === protocol?.phases.at(-1)?.id;
  return doses[0] && !last && /stage|away/.test(mode) ? 'night' : 'dusk';
}
