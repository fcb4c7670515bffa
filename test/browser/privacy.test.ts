import { expect } from '@open-wc/testing';
import { CommandsElement } from '../../src/tag/commands.js';
import type { StillRoom } from '../../src/still-room.js';
import { room } from './support/room.js';

/** Stands in everything that a person types here, and nowhere else. Each test has its own: all look at every database. */
let sentinel = '';
let typed = 0;
const word = () => `${sentinel} ${typed++}`;
/** What was typed, with members that no command asks for. */
const words = (...names: string[]) =>
  Object.fromEntries([...names, 'note', 'text', 'what', 'reason', 'extra'].map((name) => [name, word()]));

/** Every command of the tag, in an order in which each is possible. */
const SESSION: readonly ((tag: StillRoom, seq: (type: string) => number) => readonly [name: string, ...unknown[]])[] = [
  () => ['listen', 'silence'],
  () => ['listen'],
  () => ['prepare', { protocol: 'lozenge', ...words('code', 'intention', 'touch', 'staff') }],
  () => ['prepare', words('code', 'intention', 'touch')],
  () => ['leave'],
  () => ['prepare', { protocol: 'lozenge', ...words('code', 'intention', 'touch', 'staff') }],
  () => ['open', [word()]],
  () => ['dose', words('route', 'amount')],
  () => ['doseChange', 0, 'paused', words()],
  () => ['endDwell', 0, 'spat'],
  () => ['given', words('amount')],
  (_, seq) => ['amend', seq('given'), words('amount'), word()],
  (_, seq) => ['amend', seq('given'), null, word()],
  (_, seq) => ['amend', seq('prepared'), words('code', 'intention', 'touch', 'staff'), word()],
  () => ['change', { protocol: 'im', ...words('code', 'intention', 'touch') }],
  () => ['mark', word(), { kind: 'tears', ...words() }],
  () => ['note', word(), { kind: 'process', ...words() }],
  ({ state }) => ['laterCheckIn', state.checkIns.find(({ status }) => status === 'due')!.id, 1],
  () => ['record', 'look', { look: 'resting', ...words() }, words()],
  () => ['record', 'vitals', { systolic: 120, ...words() }],
  ({ state }) => ['checkIn', state.checkIns.find(({ kind }) => kind === 'vitals')!.id, { systolic: 120, ...words() }],
  ({ state }) => ['skipCheckIn', state.checkIns.find(({ status }) => /due|deferred/.test(status))!.id, word()],
  (_, seq) => ['amend', seq('check-in-skipped'), { reason: word(), ...words() }, word()],
  () => ['handOver', words('to')],
  () => ['next'],
  () => ['goTo', 'onset'],
  () => ['stay'],
  () => ['goOn'],
  () => ['extend', 5],
  () => ['quieter'],
  () => ['louder'],
  () => ['setVolume', 0.4],
  () => ['gentler'],
  () => ['fuller'],
  () => ['undo'],
  () => ['skip'],
  () => ['silence'],
  () => ['music'],
  () => ['speak', true],
  () => ['attend', true],
  () => ['attend', false],
  () => ['away', true, word()],
  () => ['away', false],
  () => ['lock'],
  () => ['mark', word()],
  () => ['close'],
  ({ state }) => ['tick', state.closing[0]!.item, true],
  () => ['end'],
  () => ['reopen'],
  () => ['dose', words('amount')],
  () => ['end'],
  () => ['note', word()],
];
/** Commands that nothing is typed in, or that take what this session has no need of. */
const ASIDE = ['resume', 'clockChanged', 'unlock', 'seal', 'takeOver', 'import', 'erase'];

/** All of a value, its bytes too, as text; without the private parts of entries and the codes of headers where these may be. */
function spelled(value: unknown, without: readonly string[] = []): string {
  return JSON.stringify(value, (name, each: unknown) => {
    if (without.includes(name)) return undefined;
    if (each instanceof ArrayBuffer || ArrayBuffer.isView(each)) return new TextDecoder('latin1').decode(each);
    return each instanceof CryptoKey ? each.type : each;
  });
}

/** Every record of every database of this origin. */
async function everyRecord(): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name!);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      // As where another window still has a deletion of it under way.
      setTimeout(reject, 20_000, new Error(`No answer from the database ${name}`));
    });
    for (const store of db.objectStoreNames) {
      const request = db.transaction(store).objectStore(store).getAll();
      await new Promise((resolve) => (request.onsuccess = resolve));
      found.push(...(request.result as unknown[]));
    }
    db.close();
  }
  return found;
}

describe('what a person types', function () {
  // Less than half of what a file has, so that it is told which of them took too long.
  this.timeout(80_000);

  for (const passphrase of [null, 'low tide, long light'])
    it(`stands in no other place than “private”${passphrase ? ', and nowhere in clear with a passphrase' : ''}`, async () => {
      sentinel = passphrase ? 'Marimba' : 'Xylophone';
      const tag = await room({ pace: 1 });
      const told: unknown[] = [];
      const channel = new BroadcastChannel(`stillroom:${tag.room}`);
      channel.onmessage = ({ data }) => told.push(data);
      const events: unknown[] = [];
      for (const type of ['change', 'phase', 'track', 'check-in', 'end', 'offers', 'problem'])
        tag.addEventListener(`still-${type}`, (event) => events.push((event as CustomEvent).detail));
      if (passphrase) await tag.seal(passphrase);

      const called = new Set<string>();
      for (const step of SESSION) {
        const [name, ...args] = step(tag, (type) => tag.state.journal.findLast((each) => each.type === type)!.seq);
        called.add(name);
        await (tag as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[name]!(...args);
      }
      const methods = Object.getOwnPropertyNames(CommandsElement.prototype).filter((name) => name !== 'constructor');
      expect(methods.filter((name) => !called.has(name) && !ASIDE.includes(name))).to.deep.equal([]);

      const { session } = tag.state;
      await tag.unlock(passphrase ?? undefined);
      // It was written, and can be read: what follows is not vacuous.
      const read = JSON.stringify(await tag.read(session!));
      expect(read.split(sentinel).length).to.be.above(40);
      expect((await tag.sessions()).find((row) => row.session === session)!.code).to.contain(sentinel);

      // The last message takes its time.
      await new Promise((resolve) => {
        channel.addEventListener('message', ({ data }) => data === 'last' && resolve(0));
        const own = new BroadcastChannel(`stillroom:${tag.room}`);
        own.postMessage({});
        own.postMessage('last');
        own.close();
      });
      channel.close();
      const records = await everyRecord();
      expect(records.length).to.be.above(60);
      const allowed = passphrase ? [] : ['private', 'code'];
      for (const each of [...records, ...told]) expect(spelled(each, allowed)).not.to.contain(sentinel);
      if (passphrase) for (const each of [...records, ...told]) expect(spelled(each)).not.to.contain(passphrase);
      for (const each of [...events, tag.state, { ...localStorage }, { ...sessionStorage }, document.title])
        expect(spelled(each)).not.to.contain(sentinel);
    });
});
