import { restore } from '../session/commands/steps.js';
import { wanted } from '../session/sound.js';
import type { Draft, Playlist, PreflightLine, Session } from '../session/types.js';
import { byTimer, type Alarm } from './alarm.js';
import { choose, type Place } from './choose.js';
import { createConductor, type Conductor } from './conductor.js';
import { createLibrary, type LibraryOptions } from './library/index.js';
import { createLine } from './line.js';
import { createMediaSession } from './media-session.js';
import { onOutputLost } from './outputs.js';
import { createStudio } from './studio.js';
import { tasteOf, type Taste } from './taste.js';

export { byTimer, type Alarm };

/** The sound of one room. */
export interface Music {
  /** Brings the sound to where the session stands; `t` is session time, ms. */
  update(session: Session | null, t: number): void;
  /** Starts or wakes the sound inside a person's touch. `false`: the browser still wants one. Settles within a second. */
  unlock(): Promise<boolean>;
  /** Music is wanted and does not run. */
  readonly waits: boolean;
  /** What it lacks, once that is certain. */
  readonly lacks: 'touch' | 'output' | null;
  /** Seconds into the track, as heard. */
  readonly position: number;
  readonly heard: { readonly track: string | null; readonly position: number };
  /** What the preflight says of the files. */
  readonly lines: readonly PreflightLine[];
  /** The track that follows. */
  readonly next: { readonly id: string; readonly title: string } | null;
  /** 0.1 to 1, which is 40 log10 v dB, over `seconds` (4), and never more than 6 dB in one. */
  setVolume(volume: number, seconds?: number): void;
  /** Nothing gets louder than this volume, 0 to 1. */
  maxVolume: number;
  /** Twenty seconds of a list, faded in and out; the same again, or `null`, stops. */
  listen(playlist: Playlist | null): Promise<void>;
  /** Where the music was when the page was left: it takes up there. */
  resumeAt(place: { track: string; position: number } | null): void;
  /** After a time in which nobody was there: what sounds goes at once and comes back softly. */
  dip(): void;
  /** The music goes over so many seconds, and stays away until the next `update`. */
  fadeOut(seconds: number): Promise<void>;
  /** Wakes whoever asks, on the audio clock as soon as there is one. */
  readonly alarm: Alarm;
  /** Fades out in 1.5 s, and forgets the files it brought: nothing reads or writes them any more. */
  forget(): Promise<void>;
  /** Fades out in 1.5 s, then lets go of everything. */
  close(): Promise<void>;
}

export type { Trouble } from './library/index.js';

/** `onChange` tells of `lacks`, `next` and `lines`. */
export interface MusicOptions extends LibraryOptions {
  /** What happened to the sound, for the journal. */
  onFact(draft: Draft): void;
}

/** Fade where nobody says otherwise: a room that closes, a session that is left, s. */
const GONE = 1.5;

/** Music that was taken away without anybody's doing is back after so long, s: sooner than a return that is asked for, and no 100 ms of it rises by 3 dB where it can be heard. */
const BACK = 6;

/** There is none on a server. */
const hasSound = typeof AudioContext !== 'undefined';

const after = (seconds: number) => new Promise<void>((done) => setTimeout(done, seconds * 1000));

/** Nothing is made before an `update` that wants sound, or `unlock`. */
export function createMusic({ onFact, onChange, ...brought }: MusicOptions): Music {
  let studio: ReturnType<typeof createStudio> | null = null;
  let conductor: Conductor | null = null;
  let session: Session | null = null;
  let t = 0;
  let volume = 1;
  let maxVolume = 1;
  let left: Place | null = null;
  let taste: Taste | null = null;
  let interrupted = false;
  let shown = '';
  let next: Music['next'] = null;
  let deaf = () => {};
  const library = createLibrary({
    ...brought,
    onChange() {
      reconcile();
      onChange();
    },
  });

  const wants = () => !!taste || (!!session && wanted(session));
  const gain = () => Math.min(volume, maxVolume) ** 2;
  const place = () => conductor?.place() ?? left ?? { track: null, position: 0 };
  const setGain = (seconds: number) => studio?.mixer.setVolume(gain(), seconds);
  const tell = (type: 'interrupted' | 'resumed' | 'output-changed', why: string) =>
    onFact({ type, cause: 'browser', data: { why, position: place().position } });

  const line = createLine(
    wants,
    (ctx) => {
      const before = conductor;
      const place = before?.place();
      before?.release();
      studio = createStudio(ctx, gain(), library, line.running);
      conductor = createConductor(studio, (draft) => (taste ? taste.hear(draft) : onFact(draft)), !!before);
      conductor.resumeAt(place?.track ? place : left);
      deaf();
      deaf = onOutputLost((why) => {
        // What fades out for good must not burst from another output, nor what stands in for a piece.
        if (!line.running()) return;
        conductor?.dip(BACK);
        if (session && session.status !== 'prepared' && wants()) tell('output-changed', why);
      });
    },
    () => {
      const running = line.running();
      // The system took the sound away, or gave it back.
      if (session && wants() && !taste && (interrupted ? running : line.lost() && place().track)) {
        interrupted = !running;
        tell(running ? 'resumed' : 'interrupted', 'context');
        // It is gone as it is: nothing else has to fall silent first.
        if (running) conductor?.dip(BACK, 0);
      }
      reconcile();
    },
  );
  const waits = () => wants() && line.waits();
  const lacks = () => (wants() ? line.lack() : null);
  const wake = (touched = !!navigator.userActivation?.hasBeenActive) => line.wake(touched);

  /** A headset, a lock screen: what it silences it may bring back, and nothing else. */
  const remote = createMediaSession(
    () => {
      if (session?.silenced === 'device') restore(session, 'device').forEach(onFact);
      void music.unlock();
    },
    () => {
      if (session && wants() && !session.silenced)
        onFact({ type: 'silenced', cause: 'device', data: { by: 'device' } });
    },
  );

  const reconcile = (fall = GONE) => {
    if (taste) conductor?.update(taste.session(), 0, taste.fade, taste.fade);
    else conductor?.update(session, t, session?.openedAt ? session.protocol.fade : fall);
    remote.show(session && wanted(session) ? (session.silenced || session.attending ? 'paused' : 'playing') : 'none');
    const now = JSON.stringify([lacks(), next]);
    if (now !== shown) {
      shown = now;
      onChange();
    }
  };

  const endTaste = () => {
    taste?.stop();
    taste = null;
  };

  const music: Music = {
    update(now, time) {
      if (now !== session)
        next = now && now.playlist.id !== 'silence' && now.status !== 'ended' ? choose(now, time).next.track : null;
      next = next && next.id !== now?.music.plays.at(-1)?.track ? { id: next.id, title: next.title } : null;
      session = now;
      t = time;
      library.bring(now?.status === 'ended' ? null : now);
      if (now && now.status !== 'prepared') endTaste();
      if (waits() && hasSound) void wake();
      reconcile();
    },
    async unlock() {
      // A resume that wants a touch is never settled.
      if (hasSound) await Promise.race([wake(true), after(1)]);
      reconcile();
      return line.running();
    },
    get waits() {
      return waits();
    },
    get lacks() {
      return lacks();
    },
    get position() {
      // What was left, or still goes, may be another piece than the one that is shown.
      const play = session?.music.plays.at(-1);
      const here = place();
      return here.track === play?.track ? here.position : (play?.position ?? 0);
    },
    get heard() {
      return place();
    },
    get lines() {
      return library.lines;
    },
    get next() {
      return next;
    },
    setVolume(to, seconds = 4) {
      volume = to;
      setGain(seconds);
    },
    get maxVolume() {
      return maxVolume;
    },
    set maxVolume(to) {
      // Told again with every update of the page: a move under way goes on.
      if (to === maxVolume) return;
      maxVolume = to;
      setGain(1);
    },
    async listen(playlist) {
      const again = taste?.id === playlist?.id;
      const end = (fall?: number) => {
        endTaste();
        reconcile(fall);
      };
      if (!playlist || again) return end();
      endTaste();
      // Not in the middle of what is being told: the rest of it is not the session's.
      const failed = () =>
        setTimeout(() => {
          if (taste !== mine) return;
          end();
          brought.onTrouble?.(playlist.tracks[0]!, 'source');
        });
      const mine = (taste = tasteOf(playlist, () => end(mine.fade), failed, reconcile));
      await music.unlock();
    },
    resumeAt(at) {
      left = at;
      conductor?.resumeAt(at);
    },
    dip: () => conductor?.dip(BACK),
    async fadeOut(seconds) {
      endTaste();
      session = null;
      reconcile(seconds);
      if (conductor) await after(seconds + 0.1);
    },
    async forget() {
      await music.fadeOut(GONE);
      left = null;
      await library.forget();
    },
    alarm: (seconds, ring) => (studio?.alarm ?? byTimer)(seconds, ring),
    async close() {
      await music.fadeOut(GONE);
      deaf();
      conductor?.release();
      library.release();
      studio = conductor = null;
      await line.close();
    },
  };
  return music;
}
