import { expect } from '@open-wc/testing';
import { FakeRoom, HOSTILE, at, buttons, host, press, settled, show, type } from './fake-room.js';

const field = (face: HTMLElement, name: string) => face.querySelector<HTMLInputElement>(`[name=${name}]`)!;
const chosen = (face: HTMLElement, name: string) =>
  face.querySelector<HTMLInputElement>(`[name=${name}]:checked`)?.value;

describe('prepare', () => {
  for (const theme of ['day', 'dusk', 'night'] as const)
    it(`has nothing that axe finds, by ${theme}`, async () => {
      for (const scene of ['idle', 'prepared'] as const) {
        const { face } = await at(scene, (room) => (room.attributes.theme = theme));
        await expect(host(face)).to.be.accessible();
      }
    }).timeout(20_000);

  it('begins with the first protocol and the first list that can be played', async () => {
    const { room, face } = await at('idle', ({ offers }) => {
      (offers as { playlists: unknown }).playlists = [offers.playlists[2], offers.playlists[0]];
    });
    expect(chosen(face, 'protocol')).to.equal('im');
    expect(chosen(face, 'playlist')).to.equal('long-light');
    await press(face, 'Prepare');
    expect(room.state.status).to.equal('prepared');
  });

  it('says in one quiet line that older sessions were never exported, and else nothing', async () => {
    const line = (face: HTMLElement) => /Older sessions[^:]*: *(\d+)/.exec(face.textContent!)?.[1];
    const { face } = await at('idle', (room) => (room.live.unexported = 2));
    expect(line(face)).to.equal('2');
    expect(face.querySelectorAll('[role=alert], [role=dialog], dialog').length).to.equal(0);
    await expect(host(face)).to.be.accessible();
    expect(line((await at('idle')).face)).to.equal(undefined);
  });

  it('waits for offers', async () => {
    const { room, face } = await at('idle', (it) => (it.offers = { protocols: [], playlists: [] }));
    await press(face, 'Prepare');
    expect(room.sent).to.deep.equal([]);
  });

  it('sends what was chosen and typed, and opens', async () => {
    const { room, face } = await at('idle');
    for (const value of ['lozenge', 'silence', 'shoulder'])
      face.querySelector<HTMLInputElement>(`[value=${value}]`)!.click();
    type(face, 'intention', 'To rest');
    type(face, 'staff', 'MB');
    await press(face, 'Prepare');
    const [, choices] = room.sent[0] as [string, Record<string, string>];
    expect(choices).to.include({
      protocol: 'lozenge',
      playlist: 'silence',
      touch: 'shoulder',
      intention: 'To rest',
      staff: 'MB',
    });
    expect(choices.code).to.match(/^[A-Z0-9]{5}$/);
    await press(face, 'Begin');
    expect(room.sent.map(([name]) => name)).to.deep.equal(['prepare', 'open']);
  });

  it('changes one choice while prepared, and nothing beside it', async () => {
    const { room, face } = await at('prepared');
    type(face, 'intention', 'To let it be');
    face.querySelector<HTMLInputElement>('[value=iv]')!.click();
    await settled(face);
    expect(room.sent).to.deep.equal([
      ['prepare', { intention: 'To let it be' }],
      ['prepare', { protocol: 'iv' }],
    ]);
  });

  it('shows after a reload what was typed before it', async () => {
    const { room } = await at('prepared');
    await room.send('amend', 0, { intention: 'To rest' });
    const face = await show(room);
    expect(field(face, 'code').value).to.equal('KQ7TR');
    expect(field(face, 'intention').value).to.equal('To rest');
    expect(chosen(face, 'touch')).to.equal('hand');
    expect(chosen(face, 'protocol')).to.equal('im');
  });

  it('gives the next patient another code and empty fields', async () => {
    const { room, face } = await at('prepared');
    await room.send('leave');
    await settled(face);
    expect(field(face, 'code').value)
      .to.match(/^[A-Z0-9]{5}$/)
      .and.not.equal('KQ7TR');
    expect(field(face, 'staff').value).to.equal('');
    expect(chosen(face, 'touch')).to.equal(undefined);
  });

  it('asks browsers to remember nothing that was typed', async () => {
    const { face } = await at('prepared');
    for (const typed of face.querySelectorAll('input:not([type]), input[type=text], textarea')) {
      expect(typed.getAttribute('autocomplete')).to.equal('off');
      expect(typed.getAttribute('spellcheck')).to.equal('false');
    }
  });

  it('says at the choice why a list cannot be used', async () => {
    const { face } = await at('idle');
    const broken = field(face, 'playlist').closest('fieldset')!.querySelector<HTMLInputElement>('[value=broken]')!;
    expect(broken.disabled).to.equal(true);
    expect(broken.closest('label')!.textContent).to.contain('a list of tracks was expected');
    expect(buttons(face, 'Listen')).to.have.length(2);
  });

  it('says at the choice why a protocol cannot be used', async () => {
    const { face } = await at('idle', (it) => {
      it.offers = { ...it.offers, problems: ['own.json, phases: a list was expected.'] };
    });
    expect(field(face, 'protocol').closest('fieldset')!.textContent).to.contain(
      'own.json, phases: a list was expected.',
    );
    expect(field(face, 'playlist').closest('fieldset')!.textContent).not.to.contain('own.json');
  });

  it('keeps the one primary action in sight', async () => {
    for (const scene of ['idle', 'prepared'] as const) {
      const { face } = await at(scene);
      scrollTo(0, 0);
      const { top, bottom } = face.querySelector('[part~=primary]')!.getBoundingClientRect();
      expect(top).to.be.above(0);
      expect(bottom).to.be.at.most(innerHeight);
    }
  });

  it('lets a list be listened to, by its id, whatever its title', async () => {
    const { room, face } = await at('idle');
    const hostile = [...face.querySelectorAll('.playlist label')].find((label) => label.textContent?.includes(HOSTILE));
    (hostile!.nextElementSibling as HTMLButtonElement).click();
    await settled(face);
    expect(room.sent).to.deep.equal([['listen', 'quiet-water']]);
  });

  it('shows a line of the preflight that it has no words for by its id', async () => {
    const room = new FakeRoom();
    room.live.preflight = [{ id: 'ear-detection', status: 'ask', progress: null }];
    expect((await show(room)).querySelector('[part=preflight]')!.textContent).to.contain('Ear detection');
  });
});
