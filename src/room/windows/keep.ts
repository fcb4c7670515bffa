import { StillroomError, type Draft, type Entry } from '../../session/index.js';
import type { Inside } from '../inside.js';

/** Entries that say by themselves what was when, wherever they stand. */
const FACTS = /^(dosed|given|marked|noted|recorded|handed-over|check-in-answered)$/;

/**
 * Writes, in the window that runs the room, what was shown as done in another and is missing here: that one had been the
 * owner, or followed a former one.
 * @returns settled when it is written. @throws `storage` where not all of it could be kept
 */
export const keepingFacts =
  ({ ledger, now }: Inside) =>
  async (session: string, entries: readonly Entry[]): Promise<void> => {
    const lost = entries.filter(({ cmd }) => !ledger.entries.some((entry) => entry.cmd === cmd));
    const facts = session === ledger.head?.id ? lost.filter(({ type }) => FACTS.test(type)) : [];
    const kept = facts.map(({ type, cause, data, private: typed, cmd }) => {
      const index = ledger.head!.doses.length;
      const draft = { type, cause, data: type === 'dosed' ? { ...data, index } : data, private: typed };
      return ledger.append([draft as Draft], now(), cmd);
    });
    await Promise.all(kept);
    const whole = facts.filter(({ sealed }) => !sealed);
    if (whole.length < lost.length)
      throw new StillroomError(
        'storage',
        `Another window ran this room meanwhile, and ${lost.length - whole.length} entries made here could not be kept. Please look through the record.`,
      );
  };
