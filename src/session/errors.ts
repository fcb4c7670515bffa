/**
 * Why a call was refused. `not-now`: the status, and what is possible; `unknown`: there is no such id; `bad-value`,
 * `bad-playlist`, `bad-protocol`, `bad-import`: the place in what was given, and what was expected; `no-owner`: the window
 * that runs the room does not answer; `storage`: it could not be written or read; `locked`: it asks for the passphrase;
 * `no-cors`: a server keeps its music from this page.
 */
export type StillroomErrorCode =
  | 'not-now'
  | 'unknown'
  | 'bad-value'
  | 'bad-playlist'
  | 'bad-protocol'
  | 'bad-import'
  | 'no-owner'
  | 'storage'
  | 'locked'
  | 'no-cors';

/**
 * What a rejected call is rejected with. `message` is a sentence a person can act on; nothing was changed, and the
 * session goes on.
 */
export class StillroomError extends Error {
  override readonly name = 'StillroomError';
  /** For programs; `message` is for people. */
  readonly code: StillroomErrorCode;

  constructor(code: StillroomErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The error for an id that stands nowhere in the session. */
export const unknown = (what: string, id: unknown) => new StillroomError('unknown', `There is no ${what} “${id}”.`);
