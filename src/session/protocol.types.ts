/** The plan of a session: phases, check-ins, dwell timer and closing list. One protocol file holds one of these. */
export interface Protocol {
  /** Tells the file from others, and its version. */
  readonly format: 'stillroom-protocol/1';
  /** What `prepare` and `change` take. */
  readonly id: string;
  /** What it is called where it is chosen. */
  readonly title: string;
  /** In order; the first is before the dose. */
  readonly phases: readonly PhasePlan[];
  /** What staff are asked, and when. */
  readonly checkIns: readonly CheckInPlan[];
  /** A timer that each dose starts; `null`: none. */
  readonly dwell: DwellPlan | null;
  /** What staff tick off before the patient leaves, in order. */
  readonly closing: readonly string[];
  /** Seconds the music takes to fade when the session closes or ends. */
  readonly fade: number;
}

/** A stretch of the session. */
export interface PhasePlan {
  /** Unique in the protocol; what `goTo` and playlists name it by. */
  readonly id: string;
  /** Its words, for staff: the display shows none. */
  readonly label: string;
  /** Planned length in minutes; `null` is open-ended, until the next phase is called for. */
  readonly minutes: number | null;
  /** Of the music wanted in it. */
  readonly intensity: Intensity;
}

/** 1 is the gentlest, 5 the fullest. */
export type Intensity = 1 | 2 | 3 | 4 | 5;

/** What is asked for: a look at the patient, 0 to 10, vitals, one of `options`, or that something is done. */
export type CheckInKind = 'look' | 'rate' | 'vitals' | 'choice' | 'task';

/** What staff are asked, and when. */
export interface CheckInPlan {
  /** Unique in the protocol; with its minute (`look@30`) it names one check-in. */
  readonly id: string;
  /** What kind of answer it takes. */
  readonly kind: CheckInKind;
  /** The words shown on the card. */
  readonly ask: string;
  /** Minutes from the dose, and `before` (due when prepared) or `end` (due when closing begins). */
  readonly at?: readonly (number | 'before' | 'end')[];
  /** Repeats this many minutes apart, from `after`, until `until` or closing. */
  readonly every?: number;
  /** Minute from which `every` counts; 0 if left out. */
  readonly after?: number;
  /** Last minute at which `every` may fall due. */
  readonly until?: number;
  /** `last` counts from the newest dose and begins anew with each; default `first`. */
  readonly from?: 'first' | 'last';
  /** Minutes until it lapses. */
  readonly window: number;
  /** Limits the check-in to these phases, by id. */
  readonly phases?: readonly string[];
  /** The answers of a `choice`. */
  readonly options?: readonly string[];
}

/** How long a dose stays in the mouth, or rests. */
export interface DwellPlan {
  /** From the dose, whatever the phase. */
  readonly minutes: number;
  /** The words beside the timer. */
  readonly ask: string;
  /** `false`: another device follows (a rest between two), so the next dose or its end ends it by itself. */
  readonly last: boolean;
}
