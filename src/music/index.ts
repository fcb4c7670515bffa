import type { Draft, Playlist, Session } from '../session/types.js';
import { Conductor } from './conductor.js';
import { following, wanted, type Place } from './choose.js';
import { createStudio } from './studio.js';
import { tasteOf } from './taste.js';

/** The sound of one room. */
export interface Music {
  /** Brings the sound to where the session stands; `t` is session time, ms. */
  update(session: Session | null, t: number): void;
  /** Starts or wakes the sound inside a person's touch. `false`: the browser still wants a touch. Settles within 1 s. */
  unlock(): Promise<boolean>;
  /** Music is wanted and the browser wants a touch first. */
  readonly blocked: boolean;
  /** Seconds into the track, as heard. */
  readonly position: number;
  readonly heard: { readonly track: string | null; readonly position: number };
  /** The track that follows. */
  readonly next: { readonly id: string; readonly title: string } | null;
  /** 0.1 to 1, which is 40 log10 v dB, over `seconds` (4). */
  setVolume(volume: number, seconds?: number): void;
  /** Nothing gets louder than this volume, 0 to 1. */
  maxVolume: number;
  /** Twenty seconds of a list, faded in and out; the same again, or `null`, stops. */
  listen(playlist: Playlist | null): Promise<void>;
  /** Where the music was when the page was left: it takes up there. */
  resumeAt(place: { track: string; position: number } | null): void;
  /** The music goes over so many seconds, until the next `update`. */
  fadeOut(seconds: number): Promise<void>;
  /** Fades out in 1.5 s, then lets go of everything. */
  close(): Promise<void>;
}

export interface MusicOptions {
  /** What happened to the sound, for the journal. */
  onFact(draft: Draft): void;
  /** `blocked` or `next` has changed. */
  onChange(): void;
}

/** A browser that does not answer within this time wants a touch, ms. */
const ANSWER = 1000;
/** Fade of a last element's removal, s. */
const GONE = 1.5;

const seconds = (length: number) => new Promise<void>((done) => setTimeout(done, length * 1000));

/** Sound begins with the first `update` that wants it, or with `unlock`; until then nothing is made. */
export function createMusic({ onFact, onChange }: MusicOptions): Music {
  let ctx: AudioContext | null = null;
  let conductor: Conductor | null = null;
  let studio: ReturnType<typeof createStudio> | null = null;
  let session: Session | null = null;
  let t = 0;
  let volume = 1;
  let maxVolume = 1;
  let place: Place | null = null;
  let taste: ReturnType<typeof tasteOf> | null = null;
  let interrupted = false;
  let gone = false;
  let shown = '';

  const wants = () => (!!session && !gone && wanted(session)) || !!taste;
  const blocked = () => wants() && ctx?.state !== 'running';
  const next = () =>
    conductor?.next && session && wanted(session)
      ? conductor.next
      : session && session.status !== 'ended' && session.playlist.id !== 'silence'
        ? (({ id, title }) => ({ id, title }))(following(session).track)
        : null;
  const gain = () => Math.min(volume, maxVolume) ** 2;

  /** Something may have changed that shows. */
  const look = () => {
    const now = JSON.stringify([blocked(), next()]);
    if (now !== shown) {
      shown = now;
      onChange();
    }
  };

  const reconcile = (fall = GONE) => {
    if (taste) conductor?.update(taste.session(), 0, taste.fade, taste.fade);
    else conductor?.update(gone ? null : session, t, undefined, fall);
    look();
  };

  /** The system took the sound away, or gave it back. */
  const changed = () => {
    const running = ctx?.state === 'running';
    if (running === !interrupted || !session || !wants() || taste) return reconcile();
    if (running || conductor?.place.track) {
      interrupted = !running;
      const data = { why: ctx?.state ?? 'closed', position: conductor?.place.position ?? 0 };
      onFact({ type: running ? 'resumed' : 'interrupted', cause: 'browser', data });
    }
    reconcile();
  };

  const make = () => {
    if (ctx || typeof AudioContext === 'undefined') return;
    const own = new AudioContext({ latencyHint: 'playback' });
    ctx = own;
    studio = createStudio(own, gain());
    conductor = new Conductor(studio, (draft) => (taste ? taste.hear(draft) : onFact(draft)));
    conductor.resumeAt(place);
    own.addEventListener('statechange', changed);
  };

  const music: Music = {
    update(now, time) {
      session = now;
      t = time;
      gone = false;
      if (now && now.status !== 'prepared') taste = null;
      if (wants()) make();
      if (wants() && ctx?.state === 'suspended') void ctx.resume().catch(() => {});
      reconcile();
    },
    async unlock() {
      make();
      if (!ctx) return false;
      await Promise.race([ctx.resume().catch(() => {}), seconds(ANSWER / 1000)]);
      reconcile();
      return ctx?.state === 'running';
    },
    get blocked() {
      return blocked();
    },
    get position() {
      return music.heard.position;
    },
    get heard() {
      const { track, position } = conductor?.place ?? place ?? { track: null, position: 0 };
      return { track, position };
    },
    get next() {
      return next();
    },
    setVolume(v, over = 4) {
      volume = v;
      studio?.mixer.volume.over(over, gain());
    },
    get maxVolume() {
      return maxVolume;
    },
    set maxVolume(v) {
      maxVolume = v;
      studio?.mixer.volume.over(1, gain());
    },
    async listen(playlist) {
      const again = taste?.id === playlist?.id;
      taste?.stop();
      taste = null;
      if (playlist && !again) {
        taste = tasteOf(playlist, () => {
          taste = null;
          reconcile(2);
        }, reconcile);
        await music.unlock();
      } else reconcile(2);
    },
    resumeAt(at) {
      place = at;
      conductor?.resumeAt(at);
    },
    async fadeOut(length) {
      gone = true;
      taste = null;
      reconcile(length);
      await seconds(ctx ? length + 0.1 : 0);
    },
    async close() {
      await music.fadeOut(GONE);
      conductor?.release();
      ctx?.removeEventListener('statechange', changed);
      await ctx?.close().catch(() => {});
      ctx = studio = conductor = null;
    },
  };
  return music;
}
