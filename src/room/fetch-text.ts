import { MOST } from '../session/protocol/plain.js';

/** How long a file may take to arrive, ms. */
const PATIENCE = 15_000;

/**
 * The text of a file of at most 5 MB.
 * @throws an error that says what a person can look into; the file's address is for the caller to add
 */
export async function textAt(address: string, fetch: typeof globalThis.fetch): Promise<string> {
  const { ok, status, body } = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) }).catch(() => {
    throw new Error(`no answer in ${PATIENCE / 1000} s, or none that this page may read (CORS).`);
  });
  if (!ok) throw new Error(`${status === 404 ? 'not found' : 'refused by its server'} (${status}).`);
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let left = MOST;
  for (;;) {
    const { value } = (await reader?.read()) ?? {};
    text += decoder.decode(value, { stream: !!value });
    if (!value) return text;
    left -= value.length;
    if (left < 0) {
      void reader?.cancel();
      throw new Error('larger than 5 MB.');
    }
  }
}
