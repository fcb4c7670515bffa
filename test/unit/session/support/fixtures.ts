import type { Live, Playlist, Protocol } from '../../../../src/session/index.js';

/** A protocol with everything a protocol may have, in round minutes. */
export const plan: Protocol = {
  format: 'stillroom-protocol/1',
  id: 'plan',
  title: 'Plan',
  phases: [
    { id: 'settle', label: 'Settle', minutes: null, intensity: 1 },
    { id: 'onset', label: 'Opening', minutes: 5, intensity: 2 },
    { id: 'build', label: 'Rising', minutes: 10, intensity: 3 },
    { id: 'peak', label: 'Deep', minutes: 20, intensity: 5 },
    { id: 'return', label: 'Returning', minutes: 15, intensity: 2 },
    { id: 'landing', label: 'Landing', minutes: 20, intensity: 1 },
  ],
  checkIns: [
    { id: 'look', kind: 'look', ask: 'Face, breath', every: 15, window: 5 },
    { id: 'bp', kind: 'vitals', ask: 'Blood pressure', at: ['before', 20, 40, 'end'], window: 10 },
    { id: 'after', kind: 'task', ask: 'Look again', at: [8], from: 'last', window: 4 },
    { id: 'deep', kind: 'rate', ask: 'How far', at: [3, 14, 25], window: 2, phases: ['peak'] },
    { id: 'way', kind: 'choice', ask: 'Which way', at: [10], window: 4, options: ['in', 'out'] },
  ],
  dwell: { minutes: 12, ask: 'Keep in mouth', last: true },
  closing: ['Awake', 'Company'],
  fade: 60,
};

/** A protocol of few things, to change to. */
export const other: Protocol = {
  ...plan,
  id: 'other',
  title: 'Other',
  phases: [
    { id: 'quiet', label: 'Quiet', minutes: null, intensity: 1 },
    { id: 'first', label: 'First', minutes: 30, intensity: 3 },
    { id: 'rest', label: 'Rest', minutes: 30, intensity: 1 },
  ],
  checkIns: [
    { id: 'bp', kind: 'vitals', ask: 'Blood pressure', at: [5], window: 10 },
    { id: 'look', kind: 'look', ask: 'Face, breath', every: 10, window: 5 },
  ],
  dwell: null,
  closing: ['Away'],
};

/** The same, with two devices and a rest between. */
export const devices: Protocol = { ...plan, id: 'devices', dwell: { minutes: 5, ask: 'Rest', last: false } };

export const list: Playlist = {
  id: 'list',
  title: 'List',
  creator: null,
  tracks: ['one', 'two', 'three'].map((id) => ({
    id,
    title: id,
    creator: null,
    location: [`https://clinic.example/${id}.opus`],
    duration: 300_000,
    phases: [],
    intensity: null,
    loudness: null,
    peak: null,
    vocals: null,
    license: null,
  })),
};

/** The parts of a state that no journal holds, at rest. */
export const live: Live = {
  room: 'room',
  storage: 'durable',
  role: 'owner',
  screen: 'awake',
  persisted: null,
  preflight: [],
  blocked: false,
  soundless: false,
  leftOpen: false,
  unexported: 0,
  locked: false,
  sealed: false,
  unsealable: false,
  sealable: false,
  position: 0,
  next: null,
  volume: 0.35,
};
