/** A context that stopped by itself has so long to take up again before a new one takes its place, ms; then longer. */
const FIRST = 400;
const LATER = 3000;
/** Until then it is no matter of a touch: it may still begin by itself, or with the touch it has had, ms. */
const ASKS = 2000;

/** The clock of a context is looked at so long after the last look, ms; sooner, once it stands still. */
const LOOK = 500;
const CLOSER = 100;
/**
 * Seen unmoved so often it counts as standing still: for a second at least. Looks that are held back, or a page that was
 * frozen or asleep, only make that longer, since the next is never nearer than that.
 */
const STILL = 2;

/** Firefox alone says whether it wants a touch. */
type Policy = { getAutoplayPolicy?(of: AudioContext): 'allowed' | 'allowed-muted' | 'disallowed' };

/**
 * The audio context of a room, and what becomes of it: it is woken, and replaced when it has died. A context whose
 * device is gone never runs again in Chromium, though it says `suspended` and takes every `resume`. One whose output is
 * suspended goes on saying that it runs, and its clock stands still: it is waited for, since another would stand as still.
 */
export interface Line {
  /** Sound can leave. */
  running(): boolean;
  /** It ran, and stopped by itself. */
  lost(): boolean;
  /** It does not run: at once a touch may help. */
  waits(): boolean;
  /** Why it still does not run: the browser wants a touch, or has had it and there is no output to play to. */
  lack(): 'touch' | 'output' | null;
  /** Makes the context, once; with `gesture` it is woken, else Chromium would warn of every attempt. */
  wake(gesture: boolean): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * @param wanted whether a lost context is worth a new one just now
 * @param build makes what sounds in a context
 * @param changed it runs or no longer does, or has waited long enough to ask for a touch
 */
export function createLine(wanted: () => boolean, build: (ctx: AudioContext) => void, changed: () => void): Line {
  let ctx: AudioContext | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ran = false;
  /** When the first was made, when it stopped, and when somebody last touched the page for it, ms. */
  let made = 0;
  let stopped: number | null = null;
  let touched = 0;
  let looks: typeof timer;
  /** How often the clock has been seen unmoved, and where. */
  let still = 0;
  let clock = 0;

  const says = () => ctx?.state === 'running';
  const running = () => says() && still < STILL;
  // One that is closed refuses.
  const resume = () => ctx!.resume().catch(() => {});
  const close = async () => {
    clearTimeout(timer);
    clearTimeout(looks);
    if (!ctx) return;
    ctx.onstatechange = null;
    await ctx.close().catch(() => {});
  };

  const now = () => performance.now();

  const make = () => {
    void close();
    made ||= now();
    setTimeout(changed, ASKS);
    ctx = new AudioContext({ latencyHint: 'playback' });
    ctx.onstatechange = () => {
      still = 0;
      // Where it was seen to stand before counts for nothing.
      clock = -1;
      heard();
    };
    still = 0;
    looks = setTimeout(look, LOOK);
    build(ctx);
  };

  const look = () => {
    const ran = running();
    const { currentTime } = ctx!;
    still = says() && currentTime === clock ? still + 1 : 0;
    clock = currentTime;
    looks = setTimeout(look, still < STILL ? LOOK : CLOSER);
    if (says() && running() !== ran) heard();
  };

  const revive = (patience: number) => {
    void resume();
    timer = setTimeout(() => {
      // The system has taken the sound (iOS: a call) and gives it back itself.
      if (wanted() && (ctx!.state as string) !== 'interrupted') make();
      revive(LATER);
      changed();
    }, patience);
  };

  function heard() {
    clearTimeout(timer);
    if (running()) {
      ran = true;
      stopped = null;
    } else if (ran) {
      stopped ??= now();
      setTimeout(changed, ASKS);
      // One that is closed never runs again.
      if (!says()) revive(ctx!.state === 'closed' ? 0 : FIRST);
    }
    changed();
  }

  return {
    running,
    lost: () => stopped !== null,
    waits: () => !running(),
    lack() {
      if (running()) return null;
      const policy = ctx && (navigator as Policy).getAutoplayPolicy?.(ctx);
      if (policy === 'disallowed') return 'touch';
      const since = Math.max(stopped ?? made, touched);
      if (!ctx || now() - since < ASKS) return null;
      return says() || policy === 'allowed' || touched > (stopped ?? made) ? 'output' : 'touch';
    },
    async wake(gesture) {
      if (!ctx) make();
      if (navigator.userActivation?.isActive) {
        touched = now();
        setTimeout(changed, ASKS);
      }
      if (gesture) await resume();
    },
    close,
  };
}
