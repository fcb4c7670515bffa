import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { timeline } from '../../../src/views/timeline.js';
import { FakeRoom, at, buttons, host, press, scenes, settled } from './fake-room.js';

const lines = (face: HTMLElement) =>
  [...face.querySelectorAll('[part=timeline] li')].map((line) => line.textContent!.replace(/\s+/g, ' ').trim());

describe('closing', () => {
  for (const theme of ['day', 'dusk', 'night'] as const)
    it(`has nothing that axe finds, by ${theme}`, async () => {
      for (const scene of ['closing', 'ended', 'attending', 'leftOpen'] as const) {
        const { face } = await at(scene, (room) => (room.attributes.theme = theme));
        await expect(host(face)).to.be.accessible();
      }
    }).timeout(30_000);

  it('ticks the list, and unticks it', async () => {
    const { room, face } = await at('closing');
    const [first] = face.querySelectorAll<HTMLInputElement>('[part=closing] input');
    first!.click();
    await settled(face);
    first!.click();
    await settled(face);
    const { item } = room.state.closing[0]!;
    expect(room.sent).to.deep.equal([
      ['tick', item, true],
      ['tick', item, false],
    ]);
  });

  it('still asks for the last vitals', async () => {
    const { face } = await at('closing');
    expect(face.querySelector('[part=card]')!.textContent).to.contain('Blood pressure');
  });

  it('shows phases, music, check-ins and marks with their minutes', async () => {
    const { face } = await at('ended');
    expect(lines(face).slice(0, 10)).to.deep.equal([
      '−3 min Settle',
      '−3 min Tide',
      '−3 min Blood pressure and pulse Not recorded',
      '−3 min How comfortable, 0 to 10 Not recorded',
      '0 min Opening',
      '0 min Dose given',
      '5 min Rising',
      '5 min Breathing, face, ease Not recorded',
      '6 min <img src=x onerror="alert(1)">',
      '6 min Noted',
    ]);
    expect(lines(face)).to.include('6 min Mark · a word <img src=x onerror="alert(1)">');
    expect(lines(face)).to.include('15 min Blood pressure and pulse Not recorded');
  });

  it('counts minutes from the dose as it stands now', async () => {
    const { face } = await at('ended', (room) => room.send('amend', room.state.doses[0]!.seq, { ago: 32 * 60 }));
    expect(lines(face)).to.include('0 min Dose given').and.include('0 min Opening');
    expect(lines(face)).to.include('−2 min Settle');
  });

  it('leaves out what was taken back', async () => {
    const room = new FakeRoom();
    await scenes.deep(room);
    await room.send('next');
    await room.send('undo');
    await room.send('amend', room.state.marks[0]!.seq, null);
    const moments = timeline(room.state);
    expect(moments.filter(({ title }) => title === 'Returning')).to.deep.equal([]);
    expect(moments.filter(({ title }) => title === 'Deep')).to.have.length(1);
    expect(moments.filter(({ word }) => word === 'mark')).to.deep.equal([]);
  });

  it('shows a late answer in place of the lapse', async () => {
    const room = new FakeRoom();
    await scenes.deep(room);
    await room.send('checkIn', 'bp@15', { systolic: 120 }, { ago: 600 });
    await room.send('end');
    const bp = timeline(room.state).filter(({ title, t }) => title?.startsWith('Blood') && t > room.state.doses[0]!.t);
    expect(bp.map(({ word }) => word)).to.deep.equal(['answered', 'lapsed']);
  });

  it('shows of what was typed the words of marks alone, as they stand now', async () => {
    const { room, face } = await at('ended');
    expect(face.textContent)
      .to.contain('a word')
      .and.not.to.match(/a note|60 mg|KQ7TR/);
    await room.send('amend', room.state.marks[0]!.seq, { kind: 'tears', text: 'her mother' });
    await settled(face);
    expect(lines(face).join()).to.contain('Mark · Tears · her mother').and.not.to.contain('a word');
  });

  it('keeps phases in their order where a dose is noted late', async () => {
    const room = new FakeRoom();
    await scenes.settling(room);
    await room.send('dose', { ago: 150 });
    await room.send('dose', { ago: 150 });
    const phases = timeline({ ...room.state, journal: room.state.journal }).filter(({ word }) => word === 'phase');
    expect(phases.map(({ title }) => title)).to.deep.equal(['Settle', 'Opening']);
  });

  it('shows nothing of the live session once it has ended', async () => {
    const { face } = await at('ended');
    expect(face.querySelector('[part=console]')!.textContent).not.to.match(/min left|Infusion|Quieter|Louder/);
    expect(face.querySelector('[type=range]')).to.equal(null);
  });

  it('exports under a name that says nothing of anybody, and says when', async () => {
    const { room, face } = await at('ended');
    const files: string[] = [];
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      files.push(this.download, new URL(this.href).protocol);
    };
    try {
      await press(face, 'Export');
    } finally {
      HTMLAnchorElement.prototype.click = click;
    }
    expect(room.sent).to.deep.equal([['export', 's1', 'json']]);
    expect(files).to.deep.equal(['stillroom-s1.json', 'blob:']);
    expect(face.querySelector('[part=keeping]')!.textContent).to.match(/Exported \d+:\d\d/);
  });

  it('says what kept it from exporting', async () => {
    const { face } = await at('ended', (room) => (room.refuse = 'It is locked.'));
    await press(face, 'Export');
    expect(face.querySelector('[part=message]')!.textContent).to.contain('It is locked.');
  });

  it('erases with two touches in place, by key as well, and says beside it what that cannot reach', async () => {
    const { room, face } = await at('ended');
    expect(face.querySelector('[part=keeping]')!.textContent).to.match(/exported[^]*printed[^]*stay/);
    const [erase] = buttons(face, 'Erase');
    erase!.focus();
    await sendKeys({ press: 'Enter' });
    await settled(face);
    expect(room.sent).to.deep.equal([]);
    expect(erase!.textContent).to.contain('Touch again to erase');
    // The second click of a double click is no second touch.
    erase!.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 2 }));
    await settled(face);
    expect(room.sent).to.deep.equal([]);
    await sendKeys({ press: 'Enter' });
    await settled(face);
    expect(room.sent).to.deep.equal([['erase', 's1']]);
    expect(face.querySelector('still-room-prepare')).not.to.equal(null);
  });

  it('offers to erase nothing before the end', async () => {
    const { face } = await at('closing');
    expect(buttons(face, 'Erase')).to.deep.equal([]);
    expect(buttons(face, 'Export')).to.deep.equal([]);
  });

  it('goes on after an end by mistake', async () => {
    const { room, face } = await at('ended');
    await press(face, 'Ended by mistake? Go on');
    expect(room.state.status).not.to.equal('ended');
  });

  it('shows dose times and the touch agreed to whoever was called over', async () => {
    const { face } = await at('attending');
    await settled(face);
    expect(face.querySelector('[part=attend]')!.textContent).to.match(
      /Deep[^]*Dose given[^]*30 min ago[^]*Touch agreed\s+Hand/,
    );
    await press(face, 'Back to the session');
    expect(face.querySelector('[part=attend]')).to.equal(null);
  });

  it('offers a session that was left open, without anything of it', async () => {
    const { room, face } = await at('leftOpen');
    expect(host(face).innerText ?? '').not.to.match(/Deep|Blood|Mark/);
    expect(face.textContent).to.match(
      /A session was left open\s+\S+.* 2026.*13:00|A session was left open\s+\S+.*2026/,
    );
    await press(face, 'Go on');
    expect(room.sent).to.deep.equal([['resume']]);
  });
});
