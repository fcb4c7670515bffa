import type { Live, PreflightLine } from '../session/index.js';

/**
 * The preflight list: what was checked, then what only a person can see to.
 * @param music there is any
 * @param files what is said of the music's files
 */
export function preflight(
  { storage, unsealable, screen, blocked, soundless }: Live,
  music: boolean,
  files: readonly PreflightLine[],
  secure = isSecureContext,
) {
  const line = (id: string, status: PreflightLine['status']): PreflightLine => ({ id, status, progress: null });
  const check = (id: string, fine: boolean) => line(id, fine ? 'ok' : 'warning');
  return [
    ...(secure ? [] : [line('insecure', 'warning')]),
    check('storage', storage === 'durable' && !unsealable),
    ...(secure ? [check('screen', screen === 'awake')] : []),
    ...files,
    ...(music ? [line('sound', blocked || soundless ? 'warning' : 'ask'), line('headphones', 'ask')] : []),
    line('do-not-disturb', 'ask'),
  ];
}
