import { expect } from '@open-wc/testing';
import { fold } from '../../src/session/index.js';
import type { CheckInAnswer, CheckInKind, State } from '../../src/session/types.js';
import type { StillRoom } from '../../src/still-room.js';
import { entries, minute, room, roomIn, until } from './support/room.js';

const MINUTE = 60_000;

const answers: Record<CheckInKind, CheckInAnswer> = {
  look: { look: 'resting' },
  rate: { value: 3 },
  vitals: { systolic: 128, diastolic: 82, heartRate: 71 },
  choice: { option: 'none' },
  task: { done: true },
};

/** Answers what falls due, as a therapist would, until the returned function is called. */
function answering(element: StillRoom) {
  const failed: unknown[] = [];
  const given = new Set<string>();
  const answer = () => {
    for (const { id, kind, status } of element.state.checkIns) {
      // On a slow machine a window of minutes may be over before anyone could look: answered late, then.
      if (!/due|lapsed/.test(status) || given.has(id)) continue;
      given.add(id);
      element.checkIn(id, answers[kind]).catch((error) => failed.push(error.code));
    }
  };
  element.addEventListener('still-check-in', answer);
  answer();
  return () => (element.removeEventListener('still-check-in', answer), failed);
}

/** Every check-in that the plan had for a session that closed at this minute, by the contract's ids. */
function plannedBy(element: StillRoom, closedAt: number): string[] {
  return element.state.protocol!.checkIns.flatMap(({ id, at = [], every, after = 0, until: last = Infinity }) => {
    const minutes = at.filter((when) => typeof when === 'string' || when < closedAt);
    if (every) for (let m = after + every; m < closedAt && m <= last; m += every) minutes.push(m);
    return [...new Set(minutes)].map((when) => `${id}@${when}`);
  });
}

/** The stored journal folds to the state that was shown; phases never overlap; nothing is numbered twice. */
async function expectSound(element: StillRoom) {
  const stored = await element.read(element.state.session!);
  expect(stored.map(({ seq }) => seq)).to.deep.equal(stored.map((_, i) => i));
  const again = fold(JSON.parse(JSON.stringify(stored)));
  expect(again?.status).to.equal(element.state.status);
  expect(again?.checkIns.map(({ id, status }) => [id, status])).to.deep.equal(
    element.state.checkIns.map(({ id, status }) => [id, status]),
  );
  expect(
    stored.every(({ t }, i) => i === 0 || t >= stored[i - 1]!.t),
    'session time never runs backwards',
  ).to.equal(true);
}

/** Runs a session from prepare to end as planned, answering everything. */
async function rehearse(protocol: string) {
  const element = await roomIn(document.body, { pace: 600 });
  await element.prepare({ protocol });
  const stop = answering(element);
  await element.open();
  await element.dose();
  const last = element.state.protocol!.phases.length - 1;
  await until(element, ({ phase }) => phase?.index === last, 'the last phase');
  await new Promise<void>((resolve) => {
    // The plan is over when the last phase is: the clock says when.
    const look = () => ((element.clock!.phaseLeft ?? 0) > 0 ? setTimeout(look, 5) : resolve());
    look();
  });
  await element.close();
  const wait = ({ checkIns }: State) =>
    checkIns.some(({ id }) => id.endsWith('@end')) && checkIns.every(({ status }) => status === 'answered');
  await until(element, wait, 'the last answers');
  await element.end();
  expect(stop()).to.deep.equal([]);
  return element;
}

describe('a rehearsal from prepare to end', function () {
  this.timeout(90_000);
  const protocols = ['im', 'iv', 'lozenge', 'nasal', 'open'];
  // At once, each in a room of its own: two hours take twelve seconds.
  const rehearsals = new Map<string, Promise<StillRoom>>();
  before(() => protocols.forEach((id) => rehearsals.set(id, rehearse(id))));
  after(() =>
    rehearsals.forEach(
      (rehearsal) =>
        void rehearsal.then(
          (element) => element.remove(),
          () => undefined,
        ),
    ),
  );

  for (const protocol of protocols)
    it(`${protocol}: every planned check-in is in the journal, none twice`, async () => {
      const element = (await rehearsals.get(protocol))!;
      const [first] = element.state.doses;
      const closedAt = (entries(element, 'closing-began')[0]!.t - first!.t) / MINUTE;
      const due = entries(element, 'check-in-due').map(({ data }) => data.id);
      const planned = plannedBy(element, closedAt).filter((id) => {
        const plan = element.state.protocol!.checkIns.find((each) => id.startsWith(`${each.id}@`));
        return !plan?.phases;
      });
      expect(planned.length).to.be.above(5);
      expect(due).to.include.members(planned);
      expect(new Set(due).size).to.equal(due.length);
      await expectSound(element);
    });
});

describe('a rehearsal in which much goes wrong', function () {
  this.timeout(90_000);

  it('ends with a whole journal and the clock right', async () => {
    const element = await room({ pace: 600 });
    const at = (wanted: number) =>
      new Promise<void>((resolve) => {
        const look = () => (minute(element) < wanted ? setTimeout(look, 5) : resolve());
        look();
      });
    await element.prepare({ protocol: 'im', code: 'QRST', staff: 'AB' });
    // Opened late: the patient took a while to settle.
    const prepared = element.clock!.now!;
    await new Promise<void>((resolve) => {
      const look = () => (element.clock!.now! - prepared < 12 * MINUTE ? setTimeout(look, 5) : resolve());
      look();
    });
    await element.open();
    await element.dose({ ago: 180 });
    const [dosed] = entries(element, 'dosed');
    expect(dosed!.t - dosed!.data.t).to.equal(3 * MINUTE);
    const begun = entries(element, 'phase-entered').find(({ data }) => data.why === 'dose');
    expect(begun?.data.t, 'the phase starts at the dose’s time').to.equal(dosed!.data.t);

    await at(10);
    await element.change({ protocol: 'lozenge' });
    expect(element.state.protocol?.id).to.equal('lozenge');
    expect(element.state.doses.map(({ t }) => t)).to.deep.equal([dosed!.data.t]);
    const [changed] = entries(element, 'changed');
    const since = (changed!.t - dosed!.data.t) / MINUTE;
    expect(since).to.be.at.least(10);
    const entered = entries(element, 'phase-entered').find(({ data }) => data.why === 'change');
    // Where the lozenge's plan is by then: on a busy machine minutes may go by between the look and the touch.
    const ends = { hold: 12, onset: 25, build: 35, peak: 60, return: 85, integration: Infinity };
    expect(entered?.data.phase).to.equal(Object.entries(ends).find(([, end]) => since < end)?.[0]);

    await at(15);
    const zero = element.state.doses[0]!.t;
    await element.dose({ amount: '50' });
    expect(element.state.doses.length).to.equal(2);
    expect(element.state.doses[0]!.t).to.equal(zero);

    await element.silence();
    expect(element.state.music.silenced).to.equal(true);
    await at(20);
    await element.music();
    expect(element.state.music.silenced).to.equal(false);

    await element.away(true, 'a knock at the door');
    const held = element.state.phase!.endsAt!;
    await at(25);
    await element.away(false);
    expect(element.state.phase!.endsAt).to.be.above(held);

    await element.attend(true);
    await at(28);
    await element.attend(false);

    // Vitals, twelve minutes late.
    await element.record('vitals', { systolic: 131, diastolic: 79 });
    const vitals = element.state.checkIns.find(
      ({ id, kind, status }) => kind === 'vitals' && status !== 'answered' && !id.endsWith('@end'),
    );
    await at(40);
    expect(vitals, 'the vitals before the dose').to.exist;
    await element.checkIn(vitals!.id, { systolic: 126 }, { ago: 12 * 60 });
    const answered = entries(element, 'check-in-answered').at(-1)!;
    expect(answered.t - answered.data.t).to.equal(12 * MINUTE);

    // Forty minutes over the plan.
    await at(160);
    await element.end();
    expect(element.state.status).to.equal('ended');
    await element.reopen();
    expect(element.state.status).to.equal('open');
    const last = element.state.protocol!.phases.at(-1)!.id;
    expect(element.state.phase?.id).to.equal(last);
    await element.close();
    await until(element, ({ checkIns }) => checkIns.some(({ id }) => id.endsWith('@end')), 'the vitals at the end');
    await element.end();
    await expectSound(element);
    expect(JSON.stringify(element.state)).not.to.match(/QRST|knock/);
  });
});
