/** Rings once after so many seconds, unless the returned function is called first. */
export type Alarm = (seconds: number, ring: () => void) => () => void;

/** By a timer: all there is where no sound has been made yet. */
export const byTimer: Alarm = (seconds, ring) => {
  const timer = setTimeout(ring, seconds * 1000);
  return () => clearTimeout(timer);
};

/**
 * Rings on the audio clock, which goes on in a hidden page where timers are held back, or by a timer where the audio
 * clock stands still: whichever is first.
 */
export function alarmOn(ctx: AudioContext): Alarm {
  return (seconds, ring) => {
    const source = ctx.createConstantSource();
    const late = byTimer(seconds, () => ended());
    const quiet = () => {
      late();
      source.onended = null;
      source.disconnect();
    };
    const ended = () => {
      quiet();
      ring();
    };
    source.offset.value = 0;
    source.onended = ended;
    // Only what is connected is run.
    source.connect(ctx.destination);
    source.start();
    source.stop(ctx.currentTime + seconds);
    return quiet;
  };
}
