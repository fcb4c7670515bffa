import { StillroomError } from '../../session/errors.js';
import type { Intensity } from '../../session/protocol.types.js';
import type { Playlist, Track } from '../../session/playlist.types.js';
import { isObject, plain } from '../../session/protocol/plain.js';
import { distinct, follow, idOf, nameOf } from './ids.js';

/** The key of what JSPF has no member for. */
const EXTENSION = 'https://stillroom.dev/jspf/1';

/** 5,000 tracks are two weeks of music. */
const MOST_TRACKS = 5000;

/** A playlist that can be used, and the tracks of it that cannot, named. */
export interface ReadPlaylist {
  readonly playlist: Playlist;
  readonly dropped: readonly string[];
}

/** One or many, as a list. */
const many = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** The first 500 characters, as the schema counts them: none is cut in halves. */
const short = (text: string): string => /^[^]{0,500}/u.exec(text)![0];

const words = (value: unknown): string | null => (typeof value === 'string' ? short(value).trim() || null : null);

const within = (value: unknown, min: number, max: number): number | null =>
  typeof value === 'number' && value >= min && value <= max ? value : null;

const idIn = (identifier: unknown): string | undefined =>
  many(identifier)
    .map((each) => idOf(words(each) ?? ''))
    .find((id) => id);

/** Our part of an extension slot; of this and of the slot itself lists are taken as well. */
const ours = (extension: unknown): Record<string, unknown> =>
  many(extension)
    .flatMap((slot) => (isObject(slot) ? many(slot[EXTENSION]) : []))
    .find(isObject) ?? {};

/** `stillroom:NAME` as it stands, whether or not there is such a soundscape; otherwise an address that may be followed. */
const usable = (location: unknown, base: string): string[] => {
  if (typeof location !== 'string' || !/^(?=\s*\S)[^]{1,4000}$/u.test(location)) return [];
  const address = /^stillroom:/.test(location) ? location : follow(location, base);
  return address ? [address] : [];
};

function readTrack(from: Record<string, unknown>, base: string): Track | null {
  const location = many(from.location)
    .slice(0, 20)
    .flatMap((each) => usable(each, base));
  if (!location[0]) return null;
  const name = short(nameOf(location[0])) || 'track';
  const { phases, intensity, loudness, peak, vocals, license } = ours(from.extension);
  return {
    ...from,
    id: idIn(from.identifier) ?? name,
    title: words(from.title) ?? name,
    creator: words(from.creator),
    location,
    // More than 0 ms, at most a day.
    duration: within(from.duration, 1, 86_400_000),
    phases: many(phases)
      .slice(0, 50)
      .flatMap((phase) => words(phase) ?? []),
    intensity: ([1, 2, 3, 4, 5] as Intensity[]).find((each) => each === intensity) ?? null,
    // R128 measures from −70 LUFS on; nothing that can be played is louder than a few dB above full scale.
    loudness: within(loudness, -70, 10),
    peak: within(peak, -100, 10),
    vocals: (['none', 'wordless', 'words'] as const).find((each) => each === vocals) ?? null,
    license: words(license),
  };
}

/**
 * Reads a playlist object: a plain copy that nobody else holds. Members it does not know are kept; a figure out of its
 * range counts as absent; a track that names no usable location is dropped.
 *
 * @param value JSPF, as JSON text or as an object
 * @param address of the list, for messages and for an id where it has none of its own
 * @param base address that its locations are relative to
 * @throws `bad-playlist`, and nothing else: the address, the place in it and what was expected
 */
export function readPlaylist(value: unknown, address: string, base = address): ReadPlaylist {
  const refuse = (place: string, expected: string): never => {
    throw new StillroomError('bad-playlist', `${address}: ${place} should be ${expected}.`);
  };
  const file = plain(value, (expected) => refuse('it', expected));
  const list = isObject(file) && isObject(file.playlist) ? file.playlist : refuse('playlist', 'an object');
  const { track } = list;
  if (!Array.isArray(track) || track.length > MOST_TRACKS)
    return refuse('playlist.track', `a list of at most ${MOST_TRACKS} tracks`);

  const own = distinct();
  const dropped: string[] = [];
  const tracks = track.flatMap((each: unknown, i) => {
    const from = isObject(each) ? each : {};
    const read = readTrack(from, base);
    if (!read) dropped.push(`track[${i}] ${words(from.title) ?? ''}`.trim());
    return read ? { ...read, id: own(read.id) } : [];
  });
  if (!tracks.length) refuse('playlist.track', 'given at least one track with a location that can be played');
  const { track: _, ...rest } = list;
  const id = idIn(list.identifier) ?? (short(nameOf(address)) || 'playlist');
  return { playlist: { ...rest, id, title: words(list.title) ?? id, creator: words(list.creator), tracks }, dropped };
}
