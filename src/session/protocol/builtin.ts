import im from '../../../playlists/protocols/im.json';
import iv from '../../../playlists/protocols/iv.json';
import lozenge from '../../../playlists/protocols/lozenge.json';
import nasal from '../../../playlists/protocols/nasal.json';
import open from '../../../playlists/protocols/open.json';
import type { Protocol } from '../protocol.types.js';
import { parseProtocol } from './parse.js';

/** The protocols that need no file, in the order they are offered. Lengths and intervals are defaults, no advice. */
export const builtinProtocols: readonly Protocol[] = [im, iv, lozenge, nasal, open].map((each) => parseProtocol(each));
