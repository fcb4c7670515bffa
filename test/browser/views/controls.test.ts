import { expect } from '@open-wc/testing';
import { at, buttons, host, press, settled, type, wake } from './fake-room.js';

const unfold = (face: HTMLElement, ...labels: string[]) =>
  ['More', ...labels].forEach((label) =>
    buttons(face, label).forEach((each) => ((each.parentElement as HTMLDetailsElement).open = true)),
  );
/** A fold's button: one that reads the same may stand elsewhere. */
const within = (face: HTMLElement, fold: string, reads: string) =>
  buttons(buttons(face, fold)[0]!.parentElement!, reads)[0]!;

describe('controls', () => {
  for (const theme of ['day', 'dusk', 'night'] as const)
    it(`have nothing that axe finds, all unfolded, by ${theme}`, async () => {
      for (const scene of ['deep', 'dwelling'] as const) {
        const { face } = await at(scene, (room) => (room.attributes.theme = theme));
        await wake(face);
        face.querySelectorAll('details').forEach((each) => (each.open = true));
        await expect(host(face)).to.be.accessible();
      }
    }).timeout(30_000);

  it('offer what is possible now and nothing else', async () => {
    const { face } = await at('stayed');
    expect(buttons(face, 'Go on')).to.have.length(1);
    expect(buttons(face, 'Stay here')).to.have.length(0);
    expect(buttons(face, 'Next: Returning')).to.have.length(1);
  });

  it('offer no move that would change nothing', async () => {
    const { room, face } = await at('deep');
    await wake(face);
    const moves = () => ['Quiet', 'Music', 'Another piece'].map((each) => buttons(face, each).length);
    expect(moves()).to.deep.equal([1, 0, 1]);
    await room.send('silence');
    await settled(face);
    expect(moves()).to.deep.equal([0, 1, 0]);
    await room.send('lock');
    await settled(face);
    expect(buttons(face, 'Lock')).to.have.length(0);
    const { face: idle } = await at('idle');
    expect(buttons(idle, 'Note')).to.have.length(0);
  });

  it('note a dose late, with what was typed beside it', async () => {
    const { room, face } = await at('settling');
    await wake(face);
    unfold(face, 'Dose: details, or late');
    type(face, 'amount', '60 mg');
    await press(face, '3 min ago');
    expect(room.sent).to.deep.equal([['dose', { amount: '60 mg', ago: 180 }]]);
    expect(room.state.phase?.label).to.equal('Opening');
  });

  it('mark in one touch, and with a kind, words and minutes ago in one more', async () => {
    const { room, face } = await at('deep');
    await wake(face);
    unfold(face, 'Mark as…');
    await press(face, 'Mark');
    const fold = buttons(face, 'Mark as…')[0]!.parentElement!;
    type(fold, 'text', 'her mother');
    type(fold, 'ago', '12');
    within(face, 'Mark as…', 'Tears').click();
    within(face, 'Mark as…', '5 min ago').click();
    await settled(face);
    expect(room.sent).to.deep.equal([
      ['mark'],
      ['mark', 'her mother', { ago: 720, kind: 'tears' }],
      ['mark', undefined, { ago: 300 }],
    ]);
  });

  it('empty a form once it was taken, and keep it when it was refused', async () => {
    const { room, face } = await at('deep');
    await wake(face);
    unfold(face, 'Note');
    type(face, 'text', 'quiet');
    const field = () => within(face, 'Note', 'Record').closest('form')!.querySelector('textarea')!;
    room.refuse = 'Not now.';
    within(face, 'Note', 'Record').click();
    await settled(face);
    expect(field().value).to.equal('quiet');
    room.refuse = null;
    within(face, 'Note', 'Process note').click();
    await settled(face);
    expect(room.sent.at(-1)).to.deep.equal(['note', 'quiet', { kind: 'process' }]);
    expect(field().value).to.equal('');
  });

  it('keep what is half typed while doses, marks and undo come and go', async () => {
    const { room, face } = await at('dwelling');
    await wake(face);
    unfold(face, 'Mark as…', 'Note');
    type(face, 'text', 'half a w');
    await room.send('dose', {});
    await room.send('mark');
    room.pass(1);
    await settled(face);
    expect(within(face, 'Mark as…', 'Tears').closest('form')!.querySelector('textarea')!.value).to.equal('half a w');
  });

  it('record what nobody asked for, as numbers', async () => {
    const { room, face } = await at('deep');
    await wake(face);
    unfold(face, 'Vitals', 'Rate');
    const fold = buttons(face, 'Vitals')[0]!.parentElement!;
    type(fold, 'systolic', '118');
    type(fold, 'spo2', '97');
    type(fold, 'ago', '2');
    within(face, 'Vitals', 'Record').click();
    within(face, 'Rate', '7').click();
    await settled(face);
    expect(room.sent).to.deep.equal([
      ['record', 'vitals', { systolic: 118, spo2: 97 }, { ago: 120 }],
      ['record', 'rate', { value: 7 }, {}],
    ]);
  });

  it('change an infusion that still runs, and end what is kept in the mouth', async () => {
    const { room, face } = await at('dwelling');
    await wake(face);
    expect(face.textContent).to.match(/Keep in mouth\s+9 min left/);
    await press(face, 'Swallowed');
    expect(room.sent).to.deep.equal([['endDwell', 0, 'swallowed']]);
    unfold(face, 'Infusion');
    within(face, 'Infusion', 'Paused').click();
    await settled(face);
    expect(room.sent.at(-1)).to.deep.equal(['doseChange', 0, 'paused', {}]);
  });

  it('correct what was noted: its words, its time, or that it was at all', async () => {
    const { room, face } = await at('deep');
    await wake(face);
    unfold(face, 'Correct', 'Dose · 0 min', 'Mark · 6 min');
    const dosed = buttons(face, 'Dose · 0 min')[0]!.parentElement!;
    type(dosed, 'ago', '33');
    type(dosed, 'reason', 'by the paper');
    within(face, 'Dose · 0 min', 'Record').click();
    within(face, 'Mark · 6 min', 'Take out').click();
    await settled(face);
    expect(room.sent.map(([name, , change, reason]) => [name, change, reason])).to.deep.equal([
      ['amend', { ago: 1980 }, 'by the paper'],
      ['amend', null, undefined],
    ]);
    expect(room.state.marks).to.have.length(0);
    expect(room.face.clock.sinceDose).to.equal(33 * 60_000);
  });

  it('correct an answer by the fields of its question', async () => {
    const { room, face } = await at('deep', (it) => it.send('checkIn', 'bp@before', { systolic: 181 }));
    await wake(face);
    const label = buttons(face, 'Correct')[0]!.parentElement!.querySelectorAll('summary');
    const bp = [...label].find((each) => each.textContent?.includes('Blood pressure'))!
      .parentElement as HTMLDetailsElement;
    unfold(face, 'Correct');
    bp.open = true;
    type(bp, 'systolic', '118');
    buttons(bp, 'Record')[0]!.click();
    await settled(face);
    expect(room.sent.at(-1)).to.deep.equal([
      'amend',
      room.sent[0] && room.sent.at(-1)![1],
      { answer: { systolic: 118 } },
      undefined,
    ]);
    expect(room.entries.at(-1)).to.deep.include({ type: 'amended' });
  });

  it('say what Undo takes back', async () => {
    const { room, face } = await at('silent');
    await wake(face);
    await press(face, 'Undo: Quiet');
    expect(room.state.music.silenced).to.equal(false);
  });

  it('end with two touches in place, and not with a double one', async () => {
    const { room, face } = await at('deep');
    await wake(face);
    const end = buttons(face, 'End the session')[0]!;
    const { now } = performance;
    // Long after the face appeared, where double clicks are let through.
    performance.now = () => now.call(performance) + 60_000;
    for (const detail of [1, 2]) end.dispatchEvent(new MouseEvent('click', { bubbles: true, detail }));
    await settled(face);
    expect(room.state.status).to.equal('open');
    performance.now = now;
    await press(face, 'Touch again to end');
    expect(room.state.status).to.equal('ended');
  });

  it('forget the first touch on End after four seconds', async () => {
    const real = window.setTimeout;
    window.setTimeout = ((run: () => void, ms?: number) => real(run, ms === 4000 ? 30 : ms)) as typeof setTimeout;
    try {
      const { face } = await at('deep');
      await wake(face);
      await press(face, 'End the session');
      await new Promise((resolve) => real(resolve, 60));
      await settled(face);
      expect(buttons(face, 'End the session')).to.have.length(1);
    } finally {
      window.setTimeout = real;
    }
  });

  it('leave a slider alone that is being moved', async () => {
    const { room, face } = await at('deep');
    await wake(face);
    const slider = face.querySelector<HTMLInputElement>('[type=range]')!;
    slider.focus();
    slider.value = '0.8';
    await room.send('louder');
    await settled(face);
    expect(slider.value).to.equal('0.8');
    slider.blur();
    await room.send('quieter');
    await settled(face);
    expect(Number(slider.value)).to.be.closeTo(0.35, 0.01);
  });

  it('say that the device paused the music, and that nothing can be saved', async () => {
    const { face } = await at('deep', (room) => {
      room.append([{ type: 'silenced', cause: 'device', data: { by: 'device' } }]);
      room.live.storage = 'memory';
    });
    expect(face.textContent).to.contain('paused by the device').and.contain('held in memory');
  });

  it('have targets that a thumb finds in the dark', async () => {
    const { face } = await at('deep');
    await wake(face);
    for (const target of face.querySelectorAll('button, summary'))
      if (target.checkVisibility())
        expect(target.getBoundingClientRect().height, target.textContent!).to.be.at.least(56);
  });
});
