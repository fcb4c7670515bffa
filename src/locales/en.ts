/**
 * Words of our own, on every face, by the name of the method, field, status or line they stand for. One that reads as
 * its own name is left out: `quieter` is shown as “Quieter”, `needs-support` as “Needs support”. Titles, labels and
 * questions come from the protocol and the playlist.
 */
export const en: Readonly<Record<string, string>> = {
  // Before
  open: 'Begin',
  playlist: 'Music',
  code: 'Session code',
  touch: 'Touch agreed',
  ask: 'Ask first',
  staff: 'Staff initials',
  device: 'This device only.',
  unexported: 'Older sessions kept here, since they were never exported in full:',
  preflight: 'Before you begin',
  tracks: 'Music is on this device',
  'no-cors': 'A server keeps its music from this page: set Access-Control-Allow-Origin there',
  slow: 'Some music comes too slowly to be here in time: try another network',
  loudness: 'Pieces that could not be measured play softer: use the playlist checker',
  sound: 'Sound is heard, at a good level',
  screen: 'Screen stays on',
  storage: 'What is written is kept',
  insecure: 'Not a secure address: one window only, and the screen may sleep',
  'do-not-disturb': 'Do not disturb is on',
  headphones: 'Headphones charged, ear detection off',
  seal: 'Set a passphrase',
  sealing:
    'What is typed from now on is sealed with it on this device; what was written before stays as it is. It cannot be changed, and nobody can bring it back: whoever forgets it loses what was typed.',
  sealed: 'This room has a passphrase.',
  unsealable: 'The record of this room’s passphrase is damaged: what is typed is not saved, everything else is.',
  set: 'Set it for good',
  locked: 'What was typed is hidden.',
  unread: 'unlock to read',
  ok: 'Fine',
  warning: 'Please look',

  // Music
  setVolume: 'Volume',
  skip: 'Another piece',
  silence: 'Quiet',
  speak: 'Make room for a voice',
  blocked: 'Tap to bring the music back',
  soundless: 'No sound comes from this device: is a loudspeaker connected?',
  byDevice: 'The music was paused by the device.',

  // Phases
  stay: 'Stay here',
  goOn: 'Go on',
  extend: 'Make this phase longer',
  min: 'min',
  left: 'min left',
  now: 'now',
  ago: 'min ago',

  // Moments
  dose: 'Dose given',
  details: 'Dose: details, or late',
  givenNow: 'Given now',
  further: 'Further dose',
  marks: 'Mark as…',
  doseChange: 'Infusion',

  // Check-ins
  checkIn: 'Look in',
  systolic: 'Systolic\nmm Hg',
  diastolic: 'Diastolic\nmm Hg',
  heartRate: 'Pulse\n/min',
  spo2: 'SpO₂\n%',
  respirations: 'Breaths\n/min',
  skipCheckIn: 'Not now',
  laterCheckIn: 'Later',
  lapsed: 'Not recorded',
  true: 'Done',

  // Written down
  given: 'Other medicine',
  process: 'Process note',
  to: 'To (initials)',
  amend: 'Correct',
  void: 'Take out',
  handOver: 'Hand over',

  // The way out
  attend: 'Stop and attend',
  away: 'Stepping out',
  back: 'Back to the session',
  close: 'Bring to a close',
  end: 'End the session',
  sure: 'Touch again to end',
  sureErase: 'Touch again to erase',
  reach: 'Erase takes this session off this device; files that were exported and pages that were printed stay.',
  reopen: 'Ended by mistake? Go on',
  leftOpen: 'A session was left open',
  resume: 'Go on',
  viewer: 'This room runs in another window.',
  takeOver: 'Run it from this window',
  clockChanged: 'The clock was changed',

  // What happened, as Undo, Correct and the timeline name it
  dosed: 'Dose',
  marked: 'Mark',
  silenced: 'Quiet',
  'track-ended': 'Another piece',
  'closing-began': 'Bring to a close',
  memory: 'Nothing can be saved at the moment; it is held in memory.',
};
