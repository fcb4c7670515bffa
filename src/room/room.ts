import { createMusic } from '../music/index.js';
import { decide, type StillroomError } from '../session/index.js';
import { claim as claimRoom, openJournal } from '../store/index.js';
import { createChoices, type PrepareOptions } from './choices.js';
import { createClock } from './clock.js';
import { createElements } from './elements.js';
import { eventsOf, storageEvent } from './events.js';
import { expire } from './expiry.js';
import { randomId } from './ids.js';
import type { Calling, Inside, Parts, Tenure } from './inside.js';
import { createCopies } from './copies.js';
import { createErasing } from './erasing.js';
import { leaving } from './leaving.js';
import { openLedger } from './ledger.js';
import { createLock } from './lock.js';
import { createLockAfter } from './lock-after.js';
import { musicOnDevice } from './music-on-device.js';
import type { Room } from './room.types.js';
import { createObey } from './obey.js';
import { createOtherSessions } from './other-sessions.js';
import { keepingPlace } from './place.js';
import { createReading } from './reading.js';
import { createScheduler } from './scheduler.js';
import { createScreen } from './screen.js';
import { sessionClock } from './session-clock.js';
import { createShown } from './shown.js';
import { createSleepSigns } from './sleep-signs.js';
import { running, takingUp } from './take-up.js';
import { passing } from './time.js';
import { createTyping } from './typing.js';
import { createUntouched } from './untouched.js';
import { createVolume } from './volume.js';
import { createWindows } from './windows/index.js';
import { keepingFacts } from './windows/keep.js';

/** Music goes when the last element does, s. */
const GONE_FADE = 1.5;
/** Music that is not blocked runs after so long, ms. */
const STARTS = 1000;
/** Of touches one so often is told to the window that runs the room, ms. */
const TELLS = 1000;

/** @param onClosed called when the room lets go of everything; the session stays open in the journal */
export function openRoom(name: string, version: string, onClosed: () => void): Room {
  const signs = createSleepSigns();
  const clock = createClock(signs);
  const tenure: Tenure = { runs: false, epoch: 0, turn: 0, why: 'gone' };
  const journal = openJournal(name, () => claim.lose());
  const ledger = openLedger(journal, (entries) => {
    shown.publish();
    for (const entry of entries) shown.tell(eventsOf(entry, shown.state, ledger.record), entry.seq);
  });
  const music = createMusic({
    onFact(draft) {
      if (!ledger.head || !ours()) return;
      if (draft.cause === 'browser') signs.note();
      note([draft]);
      sound();
      scheduler.poke();
    },
    onChange: () => shown.refresh(),
    ...musicOnDevice(name, (problem) => shown.tell({ 'still-problem': problem })),
  });
  const screen = createScreen(() => {
    if (screen.screen === 'may-sleep') signs.note();
    shown.refresh();
  });
  const claim = claimRoom(name, {
    onChange() {
      tenure.turn++;
      if (claim.role === 'viewer') {
        // At once: another window may write and sound already.
        tenure.runs = false;
        journal.letGo();
        sound();
        shown.refresh();
      }
      if (begun) void takeUp();
    },
    onMessage: (message) => windows.hear(message),
  });
  journal.onStorage(() => {
    const { storage } = shown.live;
    shown.refresh();
    if (journal.storage === 'durable') {
      ledger.left.clear();
      // The disk did not answer at the start, and does now: a session may be waiting on it.
      if (!ledger.head) void takeUp();
    } else windows.tell();
    // The owner before may have said so.
    if (journal.storage !== storage) shown.tell(storageEvent(journal.storage));
  });

  const now = () => ({ t: clock.now(), at: Date.now(), heard: music.heard });
  const parts: Parts = { name, version, claim, clock, journal, ledger, music, screen, tenure, now };
  const shown = createShown(parts, () => tenure.runs && windows.tell());
  shown.publish();

  /** The room, in whatever window: it is taken up because somebody has come, and is left when nobody stays. */
  const untouched = createUntouched();
  let begun = false;
  let loaded = false;

  const ours = () => tenure.runs && !shown.live.leftOpen;
  const sound: Inside['sound'] = () => {
    const { head } = ledger;
    music.update(elements.any && ours() ? head : null, clock.now());
    // In every window: the one in front keeps the screen on.
    screen.want(elements.any && !!head && head.status !== 'ended' && !shown.live.leftOpen);
  };
  const calling: Calling = { cmd: undefined };
  const write: Inside['write'] = (drafts, at, session, cmd = calling.cmd ?? randomId()) => {
    const durable = ledger.append(drafts, at, cmd, session);
    sound();
    scheduler.poke();
    return durable;
  };
  const run: Inside['run'] = async (command, args, cmd) => {
    const at = now();
    await write(decide(ledger.head, command, args, at), at, undefined, cmd);
  };
  /** What another window has written under the same numbers makes the room its own. */
  const note: Inside['note'] = (drafts) => void ledger.append(drafts, now()).catch(() => claim.lose());

  const known = { ...parts, shown, ours, run, write, note, sound };
  const taking = takingUp(known, () => windows);
  const takeUp = () => {
    untouched.touch();
    return taking().then(() => scheduler.poke());
  };
  const inside: Inside = { ...known, takeUp, keepPlace: keepingPlace(known) };
  const lock = createLock(inside);
  const lockAfter = createLockAfter(lock.byTime);
  const choices = createChoices(inside);
  const typing = createTyping(name, claim.post, () => scheduler.poke());
  const tick = passing(inside, typing.ids, untouched, () => void leave());
  const scheduler = createScheduler(tick, music.alarm);

  const load = async () => {
    await claim.ready;
    begun = true;
    await takeUp();
    await Promise.all([choices.ready(), lock.begin()]);
    loaded = true;
    scheduler.poke();
    void expire(inside, () => room.keepDays).catch(() => {});
  };

  const unlisten = leaving(inside);

  const close = async () => {
    onClosed();
    unlisten();
    scheduler.stop();
    screen.want(false);
    signs.stop();
    lockAfter.stop();
    typing.stop();
    await music.close();
    await journal.close();
    tenure.runs = false;
    claim.release();
  };

  const elements = createElements({
    onFirst: () => sound(),
    onLast: () => void music.fadeOut(GONE_FADE),
    onGone: () => void close(),
    onWish: (wishes) => Object.assign(room, wishes),
    holds: () => journal.holds,
  });

  const leave = async () => {
    const session = ledger.head?.id;
    ledger.leave();
    sound();
    await journal.setCurrent(null);
    ledger.stored(session);
    shown.refresh(true);
  };

  const reading = createReading(inside, lock, () => room.ready);
  const others = createOtherSessions(inside, calling, (entries) => windows.tellLeft(entries));
  const erasing = createErasing(inside, { leave, ...others });
  const copies = createCopies(inside, {
    erasing,
    ...others,
    read: reading.read,
    send: (command, ...args) => room.send(command, ...args),
  });

  const obey = createObey(inside, {
    ...others,
    calling,
    erasing,
    leave,
    tick,
    touch: untouched.touch,
    always: { ...lock.commands, ...erasing.commands, ...copies.commands, keep: keepingFacts(inside) },
    own: {
      ...createVolume(inside, calling),
      prepare: (options: PrepareOptions) => choices.prepare(options, room.pace),
      change: choices.change,
      listen: choices.listen,
    },
  });
  const windows = createWindows(inside, obey, {
    ...lock.hears,
    ...erasing.hears,
    ...copies.hears,
    typing: typing.hear,
    touched: untouched.touch,
  });
  /** The browser wants a touch before the owner may sound; this window has been touched. */
  const follow = () =>
    shown.live.blocked && void music.unlock().then((sounds) => void (sounds && windows.take('touch')));

  const room: Room = {
    name,
    clock: sessionClock(() => ledger.record, clock),
    get state() {
      return shown.state;
    },
    get offers() {
      return choices.offers;
    },
    get taken() {
      return shown.taken;
    },
    ready: load(),
    pace: 1,
    keepDays: Infinity,
    get maxVolume() {
      return music.maxVolume;
    },
    set maxVolume(volume) {
      music.maxVolume = volume;
    },
    on: shown.on,
    wish: elements.wish,
    enter: elements.enter,
    offer: choices.offer,
    hold: typing.hold,
    set lockAfter(minutes) {
      lockAfter.minutes = minutes;
    },
    get lockAfter() {
      return lockAfter.minutes;
    },
    touch() {
      lockAfter.touch();
      if (untouched.ms < TELLS) return;
      untouched.touch();
      if (!tenure.runs) claim.post({ touched: true });
    },
    ...reading,
    export: copies.export,
    async send(command, ...args) {
      const watches = loaded && !tenure.runs;
      const takes = command === 'takeOver';
      // Only inside a gesture do browsers let sound begin: before anything is awaited.
      if (watches && !takes) follow();
      else if (takes || music.waits || /^(open|dose|music|listen|reopen|resume)$/.test(command)) void music.unlock();
      lockAfter.touch();
      // What a session found running is told, waits for no playlist.
      if (!loaded && !running(ledger.head)) await room.ready;
      if (Object.hasOwn(lock.first, command)) {
        const next = await lock.first[command]!(...(args as never[]));
        if (!next) return shown.state;
        args = next;
      }
      if (takes) await windows.take('person');
      else if (tenure.runs)
        await obey(command, args).catch((error) => {
          // Nothing was written: another window has the room, and is asked.
          if (tenure.runs || (error as StillroomError).code !== 'no-owner') throw error;
          return windows.carry(command, args);
        });
      else {
        await windows.carry(command, args);
        // What it began may want a touch there.
        setTimeout(follow, STARTS);
      }
      return shown.state;
    },
  };
  return room;
}
