import type { PreflightLine } from '../session/index.js';

/** What can be checked before the dose. */
export interface Checked {
  readonly secure: boolean;
  readonly storage: 'durable' | 'memory' | 'failing';
  readonly screen: 'awake' | 'may-sleep';
  readonly music: boolean;
  readonly blocked: boolean;
}

/** The preflight list: what was checked, then what only a person can see to. */
export function preflight({ secure, storage, screen, music, blocked }: Checked): PreflightLine[] {
  const line = (id: string, status: PreflightLine['status']): PreflightLine => ({ id, status, progress: null });
  return [
    ...(secure ? [] : [line('insecure', 'warning')]),
    line('storage', storage === 'durable' ? 'ok' : 'warning'),
    ...(secure ? [line('screen', screen === 'awake' ? 'ok' : 'warning')] : []),
    ...(music ? [line('sound', blocked ? 'warning' : 'ask'), line('headphones', 'ask')] : []),
    line('do-not-disturb', 'ask'),
  ];
}
