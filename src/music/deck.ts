/**
 * What a deck tells of what it was given: `ready` to play, `running`, `waiting` for data, `paused` by someone else,
 * `ended`, or `failed` with a code.
 */
export type DeckEvent = 'ready' | 'running' | 'waiting' | 'paused' | 'ended' | 'failed';
export type Hear = (event: DeckEvent, code?: string) => void;

/** Plays one file at a time. Every position is the file's own, in seconds, a second ahead of what is heard. */
export interface Deck {
  readonly output: AudioNode;
  /**
   * Makes a file ready at a place; what was loaded before is never heard of again.
   * @param locations tried in this order
   */
  load(locations: readonly string[], position: number, hear: Hear): void;
  play(): void;
  pause(): void;
  /** Where it is, and the length of the file; `null` while unknown. */
  place(): { position: number; seconds: number | null };
  unload(): void;
}
