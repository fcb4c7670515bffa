import { answerTo, bad, oneOf, text, texts } from '../check.js';
import { StillroomError } from '../errors.js';
import type { Decide } from '../decide.js';
import { planned } from '../phases.js';
import { momentOf } from '../time.js';
import type { EntryData, EntryPrivate, Now, PublicEntry, Session, When } from '../types.js';
import { draft } from './drafts.js';

const MARKS = ['tears', 'spoke', 'movement', 'nausea', 'support', 'other'] as const;
const NOTES = ['record', 'process'] as const;

/** What was heard at a session time: the newest piece begun by then. Music runs in real time, the session at its pace. */
function heardAt(session: Session, now: Now, t: number): { track: string | null; position: number } {
  if (now.t - t < 1000 && now.heard) return now.heard;
  const play = session.music.plays.findLast((each) => each.t <= t);
  return { track: play?.track ?? null, position: play ? play.position + (t - play.t) / 1000 / session.pace : 0 };
}

const AMENDABLE = /^(dosed|dose-changed|dwell-ended|given|check-in-(answered|skipped)|recorded|marked|noted|handed-over|prepared)$/;

/** Which free texts an amendment may replace, beside times and answers. */
const TEXTS = ['route', 'amount', 'note', 'what', 'text', 'reason', 'to', 'code', 'intention', 'touch', 'staff'] as const;

/** The private part of an amendment: only what the amended call takes, each checked as that call would. */
function changeOf(session: Session, target: PublicEntry, change: Record<string, unknown>): Record<string, unknown> {
  const { ago: _ago, at: _at, answer, kind, how, what, ...rest } = change;
  const found: Record<string, unknown> = texts(rest, ...TEXTS);
  if (target.type === 'given' && what !== undefined) found.what = text(what, 'what');
  if (answer !== undefined) {
    const { type, data } = target;
    if (type === 'recorded') found.answer = answerTo(data.kind, answer);
    else if (type === 'check-in-answered') {
      const asked = session.checkIns.find(({ id }) => id === data.id);
      found.answer = answerTo(asked?.kind ?? 'task', answer, planned(session.protocol, data.id)?.options);
    }
  }
  if (how !== undefined) found.how = oneOf(how, 'how', ['spat', 'swallowed', 'other']);
  if (kind !== undefined) found.kind = oneOf(kind, 'kind', target.type === 'noted' ? NOTES : MARKS);
  return found;
}

/** What staff write down, correct and hand over. */
export const record: { [N in 'mark' | 'note' | 'handOver' | 'amend']: Decide<N> } = {
  mark(session, now, words, options) {
    const t = momentOf(session, now, options);
    const secret: EntryPrivate = texts({ text: words }, 'text');
    if (options?.kind !== undefined) secret.kind = oneOf(options.kind, 'kind', MARKS);
    return [draft('marked', { t, ...heardAt(session, now, t) }, secret)];
  },

  note: (_session, _now, words, options) => [
    draft('noted', { kind: oneOf(options?.kind ?? 'record', 'kind', NOTES) }, { text: text(words, 'the note') }),
  ],

  handOver: (_session, _now, to) => [
    draft('handed-over', {}, { to: text(to?.to, 'to'), ...texts(to, 'note') }),
  ],

  amend(session, now, seq, change, reason) {
    const target = session.journal[seq];
    if (!target) throw new StillroomError('unknown', `There is no entry ${seq} in this session.`);
    if (!AMENDABLE.test(target.type)) throw bad('seq', `an entry that can be corrected, which “${target.type}” cannot`);
    const data: EntryData['amended'] = { of: seq };
    const because = texts({ reason }, 'reason');
    if (change === null) {
      if (target.type === 'prepared') throw bad('change', 'what was typed anew; a session itself is not void');
      return [draft('amended', { ...data, void: true }, { change: null, ...because })];
    }
    if (typeof change !== 'object') throw bad('change', 'the arguments of the call that made it, or null');
    if (change.ago !== undefined || change.at !== undefined) data.t = momentOf(session, now, change as When);
    if (target.type === 'dose-changed' && change.what !== undefined)
      data.what = oneOf(change.what, 'what', ['ended', 'paused', 'resumed', 'rate']);
    return [draft('amended', data, { change: changeOf(session, target, change), ...because })];
  },
};
