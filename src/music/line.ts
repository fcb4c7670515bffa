/** A context that stopped by itself has so long to take up again before a new one takes its place, ms; then longer. */
const FIRST = 400;
const LATER = 3000;
/** Until then it is no matter of a touch, ms. */
const ASKS = 2000;

/**
 * The audio context of a room, and what becomes of it: it is woken, and replaced when it has died. A context whose
 * device is gone never runs again in Chromium, though it says `suspended` and takes every `resume`.
 */
export interface Line {
  /** Sound can leave. */
  running(): boolean;
  /** It ran, and stopped by itself. */
  lost(): boolean;
  /** It does not run, and only a touch may help. */
  wantsTouch(): boolean;
  /** Makes the context, once; with `touched` it is woken, else Chromium would warn of every attempt. */
  wake(touched: boolean): Promise<unknown>;
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
  /** When it stopped, ms. */
  let stopped: number | null = null;

  const running = () => ctx?.state === 'running';
  // One that is closed refuses.
  const resume = () => ctx!.resume().catch(() => {});
  const close = async () => {
    clearTimeout(timer);
    if (!ctx) return;
    ctx.onstatechange = null;
    await ctx.close().catch(() => {});
  };

  const make = () => {
    void close();
    ctx = new AudioContext({ latencyHint: 'playback' });
    ctx.onstatechange = heard;
    build(ctx);
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
      stopped ??= performance.now();
      // One that is closed never runs again.
      revive(ctx!.state === 'closed' ? 0 : FIRST);
    }
    changed();
  }

  return {
    running,
    lost: () => stopped !== null,
    wantsTouch: () => !running() && (stopped === null || performance.now() - stopped > ASKS),
    async wake(touched) {
      if (!ctx) make();
      if (touched) await resume();
    },
    close,
  };
}
