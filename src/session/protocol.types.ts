/** The plan of a session: phases, check-ins, dwell timer and closing list. One protocol file holds one of these. */
export interface Protocol {
  readonly format: 'stillroom-protocol/1';
  readonly id: string;
  readonly title: string;
  readonly phases: readonly PhasePlan[];
  readonly checkIns: readonly CheckInPlan[];
  readonly dwell: DwellPlan | null;
  /** What staff tick off before the patient leaves, in order. */
  readonly closing: readonly string[];
  /** Seconds the music takes to fade when the session closes or ends. */
  readonly fade: number;
}

export interface PhasePlan {
  readonly id: string;
  readonly label: string;
  /** Planned length in minutes; `null` is open-ended, until the next phase is called for. */
  readonly minutes: number | null;
  readonly intensity: Intensity;
}

/** 1 is the gentlest, 5 the fullest. */
export type Intensity = 1 | 2 | 3 | 4 | 5;

export type CheckInKind = 'look' | 'rate' | 'vitals' | 'choice' | 'task';

export interface CheckInPlan {
  readonly id: string;
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

export interface DwellPlan {
  readonly minutes: number;
  readonly ask: string;
  /** `false`: another device follows (a rest between two), so the next dose or its end ends it by itself. */
  readonly last: boolean;
}
