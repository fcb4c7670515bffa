import silenceList from '../../../playlists/silence.json';
import stillWaterList from '../../../playlists/still-water.json';
import type { Playlist } from '../../session/playlist.types.js';
import { readPlaylist } from './jspf.js';

/** Soundscapes for every phase: music without a file. */
export const stillWater: Playlist = readPlaylist(stillWaterList, 'still-water').playlist;

/** No music; always last among the offers. */
export const silence: Playlist = readPlaylist(silenceList, 'silence').playlist;

export const builtinPlaylists: readonly Playlist[] = [stillWater, silence];
