import type { Live, PreflightLine } from '../session/index.js';

/**
 * The preflight list: what was checked, then what only a person can see to.
 * @param music there is any
 */
export function preflight({ storage, screen, blocked }: Live, music: boolean, secure = isSecureContext) {
  const line = (id: string, status: PreflightLine['status']): PreflightLine => ({ id, status, progress: null });
  const check = (id: string, fine: boolean) => line(id, fine ? 'ok' : 'warning');
  return [
    ...(secure ? [] : [line('insecure', 'warning')]),
    check('storage', storage === 'durable'),
    ...(secure ? [check('screen', screen === 'awake')] : []),
    ...(music ? [line('sound', blocked ? 'warning' : 'ask'), line('headphones', 'ask')] : []),
    line('do-not-disturb', 'ask'),
  ];
}
