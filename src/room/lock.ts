import { StillroomError, type Draft } from '../session/index.js';
import type { RoomKeys } from '../store/index.js';
import { after } from './after.js';
import { endsHidden, hiddenHere } from './curtain.js';
import type { Inside } from './inside.js';
import type { Hears } from './windows/messages.types.js';

/** A window that has the key answers within so long, ms. */
const ANSWERS_WITHIN = 200;

const locked = (message: string) => new StillroomError('locked', message);

/** What the windows of a room tell each other of its lock. A key passes from one to the other and cannot be read. */
export type LockMessage =
  | { readonly is: 'ask' | 'lock' }
  | { readonly is: 'answer' | 'sealed' | 'unlock'; readonly keys: RoomKeys | null; readonly key: CryptoKey | null };

/** What is private, hidden and shown. Nothing but reading ever waits for a passphrase. */
export interface Lock {
  /**
   * What this window does of a command before it goes to whoever runs the room: a passphrase never leaves it.
   * @returns the arguments to go on with; nothing where there is nothing more to do
   */
  readonly first: { readonly [name: string]: (...args: never[]) => Promise<unknown[] | void> };
  /** The commands, in the window that runs the room. */
  readonly commands: { readonly [name: string]: (...args: never[]) => unknown };
  /** Hides what is private in this window, because nobody has touched it. */
  byTime(): void;
  /** Asks the other windows for the key; settled when there is one, or none has it. */
  begin(): Promise<void>;
  /** Opens what could be opened by now. */
  reveal(): Promise<void>;
  /** @throws `locked` */
  mustBeOpen(): void;
  readonly hears: Hears;
}

export function createLock({ name, claim, journal, ledger, shown, tenure, now, ours, note, write }: Inside): Lock {
  const { vault } = journal;
  let asking = false;
  let answered = () => {};

  const tell = (lock: LockMessage) => claim.post({ lock });
  const told = (is: 'answer' | 'unlock') => ({ is, keys: vault.keys, key: vault.key });

  const drafts = (type: 'locked' | 'unlocked', cause: 'person' | 'time'): Draft[] =>
    ours() && ledger.head && ledger.head.status !== 'ended' ? [{ type, cause, data: {} }] : [];
  /** Hidden by itself before, in this window, it may be hidden in all now: nothing new to write down. */
  const isWritten = () => endsHidden(ledger.head?.journal);

  const reveal = async () => {
    for (const entry of await vault.open(ledger.entries)) {
      const { session, seq, sealed } = ledger.entries[entry.seq] ?? entry;
      if (sealed && session === entry.session) ledger.entries[seq] = entry;
    }
  };

  const hide = () => {
    vault.lock();
    shown.refresh();
  };
  const open = (key: CryptoKey | null) => {
    hiddenHere(name, false);
    vault.unlock(key);
  };
  const show = async () => {
    await reveal();
    shown.refresh();
  };

  const mustBeSealable = () => {
    if (vault.damaged)
      throw new StillroomError(
        'storage',
        'The record of this room’s passphrase is damaged. Only erasing the room ends that.',
      );
    if (vault.keys) throw new StillroomError('not-now', 'This room has its passphrase already. It cannot be changed.');
    if (!globalThis.crypto?.subtle)
      throw new StillroomError('not-now', 'A passphrase needs a secure address (https): here the browser cannot seal.');
    if (journal.storage !== 'durable')
      throw new StillroomError('storage', 'Nothing can be stored at the moment, so there is nothing to seal.');
  };

  return {
    first: {
      async lock() {
        hide();
        return [];
      },
      async unlock(passphrase?: string) {
        if (!vault.locked) return;
        if (!vault.keys) return [null];
        if (typeof passphrase !== 'string' || !passphrase) throw locked('This room asks for its passphrase.');
        const key = await vault.find(passphrase);
        open(key);
        await show();
        return [key];
      },
      async seal(passphrase: string) {
        if (vault.locked) throw locked('What is private here is locked. Unlock it first.');
        mustBeSealable();
        if (typeof passphrase !== 'string' || !passphrase.trim())
          throw new StillroomError('bad-value', 'The passphrase: words to remember were expected.');
        return [...(await vault.make(passphrase))];
      },
    },
    commands: {
      lock() {
        hide();
        tell({ is: 'lock' });
        return Promise.all([
          !isWritten() && write(drafts('locked', 'person'), now()),
          journal.saveRoom({ locked: true }),
        ]);
      },
      async unlock(key: CryptoKey | null) {
        const written = Promise.all([write(drafts('unlocked', 'person'), now()), journal.saveRoom({ locked: false })]);
        open(key);
        await show();
        tell(told('unlock'));
        await written;
      },
      async seal(keys: RoomKeys, key: CryptoKey) {
        // Asked again, since whoever ran the room died before it could say so: they are no second ones.
        if (`${vault.keys?.point}` !== `${keys.point}`) mustBeSealable();
        await journal.setKeys([keys, key]);
        tell({ is: 'sealed', keys, key });
        await show();
      },
    },
    byTime() {
      if (vault.locked) return;
      hide();
      note(drafts('locked', 'time'));
      hiddenHere(name, true);
      if (tenure.runs) void journal.saveRoom({ locked: true }).catch(() => claim.lose());
    },
    async begin() {
      if (!vault.keys || vault.key) return;
      asking = true;
      const answer = new Promise<void>((resolve) => (answered = resolve));
      tell({ is: 'ask' });
      await Promise.race([answer, after(ANSWERS_WITHIN)]);
    },
    reveal,
    mustBeOpen() {
      if (vault.keys && vault.locked) throw locked('What is private here is locked. Unlock it with the passphrase.');
    },
    hears: {
      lock(message) {
        if (message.is === 'ask' && vault.key) tell(told('answer'));
        if (message.is === 'lock') hide();
        // Nothing is asked for any longer where the room was erased meanwhile.
        if (!('key' in message) || (message.is === 'answer' && !(asking && vault.keys))) return;
        asking = false;
        const { is, keys, key } = message;
        if (keys) vault.adopt(keys);
        if (is === 'unlock') open(key);
        else vault.give(key);
        void show().then(answered);
      },
    },
  };
}
