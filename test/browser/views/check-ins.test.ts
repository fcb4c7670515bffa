import { expect } from '@open-wc/testing';
import { at, buttons, host, press, protocols, settled, type, wake } from './fake-room.js';

const cards = (face: HTMLElement) => [...face.querySelectorAll<HTMLElement>('[part=card]')];
const due = (id: string, kind: string, dueAt: number) =>
  ({ type: 'check-in-due', cause: 'time', data: { id, kind, ask: id, t: dueAt, lapsesAt: dueAt + 600_000 } }) as never;

describe('check-ins', () => {
  for (const theme of ['day', 'dusk', 'night'] as const)
    it(`have nothing that axe finds, by ${theme}`, async () => {
      const { face } = await at('deep', (room) => {
        room.attributes.theme = theme;
        room.append([due('a@30', 'task', room.t), due('b@30', 'rate', room.t), due('c@31', 'choice', room.t + 1)]);
      });
      await wake(face);
      face.querySelectorAll('details').forEach((each) => (each.open = true));
      await expect(host(face)).to.be.accessible();
    }).timeout(20_000);

  it('that fall due together are one card', async () => {
    const { face } = await at('deep');
    expect(cards(face)).to.have.length(1);
    expect([...cards(face)[0]!.querySelectorAll('h2')].map((each) => each.textContent)).to.have.length(2);
  });

  it('take no focus when they appear', async () => {
    const { room, face } = await at('settling');
    await wake(face);
    const field = face.querySelector<HTMLInputElement>('[name=route]')!;
    field.closest('details')?.setAttribute('open', '');
    field.focus();
    room.append([due('look@3', 'look', room.t)]);
    room.onChange();
    await settled(face);
    // Told by a boolean: the report of a node that is not another one would hold the whole page.
    expect((face.getRootNode() as ShadowRoot).activeElement === field).to.equal(true);
  });

  it('are answered in one touch, each kind with the answer it asks for', async () => {
    const { room, face } = await at('settling', (it) => {
      it.append([due('a@3', 'look', it.t), due('b@3', 'rate', it.t), due('c@3', 'task', it.t)]);
      it.session = {
        ...it.session!,
        protocol: {
          ...protocols.im!,
          checkIns: [{ id: 'd', kind: 'choice', ask: 'd', window: 10, options: ['none', 'a little'] }],
        },
      };
      it.session = {
        ...it.session,
        checkIns: [...it.session.checkIns, { ...it.session.checkIns.at(-1)!, id: 'd@3', kind: 'choice' }],
      };
    });
    room.deaf = true;
    await wake(face);
    for (const reads of ['Needs support', '10', 'Done', 'a little']) await press(cards(face).at(-1)!, reads);
    expect(room.sent).to.deep.equal([
      ['checkIn', 'a@3', { look: 'needs-support' }, {}],
      ['checkIn', 'b@3', { value: 10 }, {}],
      ['checkIn', 'c@3', { done: true }, {}],
      ['checkIn', 'd@3', { option: 'a little' }, {}],
    ]);
  });

  it('show the choices of a protocol as they are written', async () => {
    const { face } = await at('settling', (it) => {
      it.session = {
        ...it.session!,
        protocol: {
          ...protocols.im!,
          checkIns: [{ id: 'd', kind: 'choice', ask: 'd', window: 10, options: ['none', '<b>a</b>'] }],
        },
      };
      it.append = () => {};
      it.session = { ...it.session, checkIns: [{ ...it.session.checkIns[0]!, id: 'd@3', kind: 'choice' }] };
    });
    expect(buttons(face, 'none')).to.have.length(1);
    expect(buttons(face, '<b>a</b>')).to.have.length(1);
  });

  it('hold while something is half typed, and no longer', async () => {
    const { room, face } = await at('deep');
    await wake(face);
    type(face, 'systolic', '11');
    expect([...room.held]).to.deep.equal(['bp@30']);
    room.pass(30);
    await settled(face);
    expect(room.state.checkIns.find(({ id }) => id === 'bp@30')?.status).to.equal('due');
    type(face, 'systolic', '');
    expect([...room.held]).to.deep.equal([]);
    type(face, 'systolic', '118');
    buttons(face.querySelector('[part=card] .vitals')!, 'Record')[0]!.click();
    await settled(face);
    expect([...room.held]).to.deep.equal([]);
    expect(room.sent).to.deep.equal([['checkIn', 'bp@30', { systolic: 118 }, {}]]);
  });

  it('keep what is half typed with its own question when another is answered', async () => {
    const { room, face } = await at('deep');
    await wake(face);
    type(face, 'systolic', '11');
    await press(face, 'Resting');
    expect(room.state.checkIns.find(({ id }) => id === 'look@30')?.status).to.equal('answered');
    expect(face.querySelector<HTMLInputElement>('[part=card] [name=systolic]')!.value).to.equal('11');
    expect(face.querySelector('[part=card]')!.textContent).not.to.contain('Breathing');
  });

  it('do not choose an answer when Enter is pressed in the note', async () => {
    const { room, face } = await at('deep');
    await wake(face);
    const form = face.querySelector<HTMLInputElement>('[part=card] [name=note]')!.form!;
    form.requestSubmit();
    await settled(face);
    expect(room.sent).to.deep.equal([]);
  });

  it('are let go or put off, a whole card in one touch', async () => {
    const { room, face } = await at('deep');
    await wake(face);
    await press(face, 'Later');
    expect(room.sent).to.deep.equal([
      ['laterCheckIn', 'look@30'],
      ['laterCheckIn', 'bp@30'],
    ]);
    expect(cards(face)).to.have.length(0);
    room.pass(6);
    await settled(face);
    await press(face, 'Not now');
    expect(room.sent.slice(2).map(([name]) => name)).to.deep.equal(['skipCheckIn', 'skipCheckIn']);
  });

  it('leave a line when they lapse, which takes a late answer with its true time', async () => {
    const { room, face } = await at('deep');
    await wake(face);
    const lines = [...face.querySelectorAll<HTMLDetailsElement>('still-room-check-ins > details')];
    const line = lines.find((each) => each.textContent?.includes('Not recorded · Blood pressure and pulse · 15 min'))!;
    line.open = true;
    type(line, 'diastolic', '78');
    type(line, 'ago', '12');
    buttons(line, 'Record')[0]!.click();
    await settled(face);
    expect(room.sent).to.deep.equal([['checkIn', 'bp@15', { diastolic: 78 }, { ago: 720 }]]);
    expect(line.isConnected).to.equal(false);
  });
});
