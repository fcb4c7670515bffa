import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  apply,
  dosesOf,
  fold,
  freeze,
  publicPart,
  stateOf,
  zeroOf,
  type Entry,
  type Session,
} from '../../../src/session/index.js';
import { course, happen, protocol, type Step } from './support/arbitraries.js';
import { live } from './support/fixtures.js';
import type { Simulation } from './support/simulate.js';
import { prepared } from './support/simulate.js';

/** Runs of each property. */
const numRuns = Number(process.env.FC_RUNS ?? 200);

// Two busy cores are slow; these tests are about what is true, not about how fast.
vi.setConfig({ testTimeout: 600_000 });

const paces = fc.constantFrom(1, 1, 60, 600);

/** Plays courses of events and looks after every one of them. @param prompt what time has brought is written first, as by a room */
function always(
  look: (sim: Simulation, step: Step, before: Session, error: unknown, entries: Entry[]) => void,
  done = (_: Simulation) => {},
  prompt = false,
) {
  fc.assert(
    fc.property(protocol, paces, course, (plan, pace, steps) => {
      const sim = prepared(plan, pace).catchUp();
      for (const step of steps) {
        if (prompt) sim.catchUp();
        const before = sim.session!;
        const { length } = sim.entries;
        const error = happen(sim, step);
        look(sim, step, before, error, sim.entries.slice(length));
      }
      done(sim);
    }),
    { numRuns },
  );
}

const text = (value: unknown) => JSON.stringify(value);

describe('whatever happens', () => {
  it('the state is the fold of the journal, amended or not, and of a journal that was stored as text', () => {
    always(
      () => {},
      (sim) => {
        const stored = JSON.parse(text(sim.entries)) as Entry[];
        expect(fold(stored.map(publicPart))).toEqual(sim.session);
        expect(stateOf(sim.folded, live, sim.now)).toEqual(sim.state);
      },
    );
  });

  it('at most one phase is current, and every visit ends before the next begins', () => {
    always(({ session, t }, _, __, ___, entries) => {
      const { visits, protocol: plan, status } = session!;
      if (status === 'prepared') return expect(visits).toEqual([]);
      expect(visits.length).toBeGreaterThan(0);
      visits.forEach(({ enteredAt, visit }, i) => {
        expect(enteredAt).toBeGreaterThanOrEqual(visits[i - 1]?.enteredAt ?? -Infinity);
        expect(visit).toBeGreaterThan(visits[i - 1]?.visit ?? -1);
        expect(enteredAt).toBeLessThanOrEqual(t);
      });
      const current = visits.at(-1)!;
      expect(current.endsAt ?? Infinity).toBeGreaterThanOrEqual(current.enteredAt - 240 * 60_000);
      // Nobody but a change of plan leaves a phase that the plan does not have.
      expect(plan.phases[current.index]?.id).toBe(current.phase);
      // By time phases go on in the plan's order.
      for (const { type, cause, data } of entries)
        if (type === 'phase-entered' && cause === 'time') expect(data.why).toBe('time');
    });
  });

  it('time never runs backwards, and what was a while ago is never less long ago', () => {
    always(({ session, t }, _, before, __, entries) => {
      entries.forEach((entry, i) => {
        expect(entry.t).toBeGreaterThanOrEqual(entries[i - 1]?.t ?? before.t);
        expect(entry.seq).toBe(before.journal.length + i);
      });
      const moved = entries.some(
        ({ type, data }) =>
          type === 'clock-stepped' ||
          (type === 'amended' &&
            // One that was taken out stands again.
            (data.t !== undefined || data.void || before.doses.some((dose) => dose.void && dose.seq === data.of))),
      );
      const was = zeroOf(before);
      if (was === null || moved) return;
      expect(zeroOf(session!)).toBe(was);
      expect(t - was).toBeGreaterThanOrEqual(before.t - was);
    });
  });

  it('a dose is never refused, and is there afterwards', () => {
    always((sim, step, before, error) => {
      if (!('do' in step) || step.do !== 'dose') return;
      expect(error).toBeNull();
      expect(sim.session!.doses).toHaveLength(before.doses.length + 1);
      expect(sim.state.status).toMatch(/open|closing/);
    });
  });

  it('correcting time zero moves what is to come and never fires a burst', () => {
    always(
      (sim, step, before, error, entries) => {
        if (error || !('do' in step) || step.do !== 'amend') return;
        const { length } = sim.entries;
        const open = new Set(sim.session!.checkIns.map(({ id }) => id));
        sim.catchUp();
        const brought = sim.entries.slice(length);
        // Nothing is asked only to lapse unseen, and nothing is asked twice.
        const asked = brought.flatMap(({ type, data }) =>
          type === 'check-in-due' && !open.has(data.id) ? [data] : [],
        );
        for (const { id, lapsesAt } of asked) {
          // While someone is away or attending no window runs out.
          if (sim.session!.heldSince === null) expect(lapsesAt ?? Infinity).toBeGreaterThan(sim.t);
          expect(brought.some(({ type, data }) => type === 'check-in-lapsed' && data.id === id)).toBe(false);
        }
        // Of what repeats, no more than its window holds; of what has its minute, one each.
        for (const { id, at = [], every = Infinity, window } of before.protocol.checkIns) {
          const ofPlan = asked.filter((each) => each.id.startsWith(`${id}@`));
          expect(ofPlan.length).toBeLessThanOrEqual(at.length + Math.ceil(window / every));
        }
        // Check-ins that stand already stay as they are.
        if (entries.some(({ type, data }) => type === 'amended' && before.journal[data.of]?.type === 'dosed'))
          for (const each of before.checkIns) {
            const now = sim.session!.checkIns.find(({ id }) => id === each.id)!;
            if (each.status !== 'due' && each.status !== 'deferred') expect(now.status).toBe(each.status);
            expect(now.dueAt === each.dueAt || now.status === 'due').toBe(true);
          }
      },
      undefined,
      true,
    );
  });

  it('no check-in is doubled or forgotten', () => {
    always(
      (sim, _, before) => {
        const ids = sim.session!.checkIns.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { id } of before.checkIns) expect(ids).toContain(id);
        if (sim.session!.status === 'ended') expect([...sim.ids('due'), ...sim.ids('deferred')]).toEqual([]);
      },
      (sim) => {
        if (sim.session!.status === 'prepared') sim.do('open');
        if (sim.session!.status !== 'ended') sim.catchUp().do('end');
        expect(sim.state.checkIns.filter(({ status }) => !/answered|skipped|lapsed/.test(status))).toEqual([]);
        for (const { id } of sim.state.checkIns)
          expect(sim.of('check-in-due').some(({ data }) => data.id === id)).toBe(true);
      },
    );
  });

  it('nothing private is in the state or in any public entry', () => {
    always(
      () => {},
      (sim) => {
        const seen = text(sim.state) + text(sim.public);
        expect(seen).not.toMatch(/sec-\w+-ret/);
        // And it is all where it belongs.
        for (const { private: typed } of sim.entries)
          if (typed) expect(text(typed)).toMatch(/sec-\w+-ret|"(value|systolic|option|done|how|kind|change)"/);
      },
    );
  });

  it('nothing that was folded is written on', () => {
    fc.assert(
      fc.property(protocol, course, (plan, steps) => {
        const sim = prepared(plan);
        for (const step of steps) happen(sim, step);
        // Every session before was frozen when the next was made of it: `apply` would have thrown.
        let session: Session | null = null;
        for (const entry of sim.public) session = apply(freeze(session), entry);
        expect(session).toEqual(sim.session);
      }),
      { numRuns: 50 },
    );
  });

  it('undo leaves no trace but in the journal', () => {
    always((sim, step, before, error) => {
      if (
        error ||
        !('do' in step) ||
        !/^(mark|stay|extend|speak|checkIn|skipCheckIn|laterCheckIn|gentler|fuller)$/.test(step.do)
      )
        return;
      if (sim.session!.undoable?.seq !== before.journal.length || sim.session!.heldSince !== null) return;
      sim.do('undo');
      const facts = ({ doses, visits, marks, silenced, speaking, intensity, status }: Session) => ({
        doses,
        visits,
        silenced,
        speaking,
        intensity,
        status,
        marks: marks.filter((mark) => !mark.void),
      });
      expect(facts(sim.session!)).toEqual(facts(before));
    });
  });
});

describe('while somebody is awake and nothing is held', () => {
  it('every planned check-in that was reached is in the journal, at its minute', () => {
    fc.assert(
      fc.property(
        protocol,
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 150 }),
        fc.boolean(),
        (plan, dose, minutes, sleeps) => {
          const sim = prepared(plan).do('open').until(dose).do('dose');
          if (sleeps) sim.sleep(minutes);
          else sim.wait(minutes);
          const zero = dosesOf(sim.session!)[0]!.t;
          const asked = new Map(sim.of('check-in-due').map(({ data }) => [data.id, data.t]));
          for (const { id, at = [], every, after = 0, until = Infinity, phases } of plan.checkIns) {
            if (at.includes('before')) expect(asked.has(`${id}@before`)).toBe(true);
            if (phases) continue;
            const planned = at.filter((each) => typeof each === 'number');
            if (every) for (let m = after + every; m <= Math.min(minutes, until); m += every) planned.push(m);
            for (const m of planned)
              expect([id, m, asked.get(`${id}@${m}`)]).toEqual([id, m, m <= minutes ? zero + m * 60_000 : undefined]);
          }
        },
      ),
      { numRuns },
    );
  });
});
