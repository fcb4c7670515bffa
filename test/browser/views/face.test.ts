import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { HOSTILE, at, buttons, host, press, scenes, settled, type, wake } from './fake-room.js';

const names = Object.keys(scenes) as (keyof typeof scenes)[];
const middle = (element: Element): [number, number] => {
  element.scrollIntoView({ block: 'center' });
  const { x, y, width, height } = element.getBoundingClientRect();
  return [Math.round(x + width / 2), Math.round(y + height / 2)];
};

/** What is drawn no more has lost the focus by then. */
const twoFrames = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

describe('the face', () => {
  it('has nothing that axe finds, wherever a session may stand', async () => {
    for (const name of names) {
      const { face } = await at(name);
      await wake(face);
      await expect(host(face)).to.be.accessible();
    }
  }).timeout(60_000);

  it('reaches every command by a button or a field', async () => {
    const reached = new Set<unknown>();
    for (const name of names) {
      const { room, face } = await at(name);
      room.deaf = true;
      for (const field of face.querySelectorAll<HTMLInputElement>('input, textarea')) {
        if (field.type === 'checkbox') field.checked = true;
        else if (field.type !== 'radio') field.value = '0.5';
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
      }
      for (const button of face.querySelectorAll('button')) button.click();
      await settled(face);
      // What needs two touches.
      for (const button of face.querySelectorAll('button')) if (/again/.test(button.textContent)) button.click();
      await settled(face);
      room.sent.forEach(([command]) => reached.add(command));
    }
    const commands = `prepare open dose doseChange endDwell given amend change next goTo stay goOn extend quieter louder
      setVolume listen gentler fuller skip silence music speak attend away mark note checkIn skipCheckIn laterCheckIn
      record handOver undo close tick end reopen leave resume clockChanged lock unlock seal export erase`;
    expect([...reached].sort()).to.deep.equal(commands.split(/\s+/).sort());
  });

  it('runs a whole session by keyboard alone', async () => {
    const { room, face } = await at('idle');
    const root = face.getRootNode() as ShadowRoot;
    /** Tab by tab to the button that reads so, then Enter. */
    const go = async (reads: string) => {
      for (let i = 0; i < 80; i++) {
        if (root.activeElement?.textContent?.replace(/\s+/g, ' ').trim() === reads) {
          await sendKeys({ press: 'Enter' });
          return settled(face);
        }
        await sendKeys({ press: 'Tab' });
      }
      throw new Error(`“${reads}” was not reached by Tab.`);
    };
    await go('Prepare');
    // The button reads otherwise then; a Tab before that would leave the page.
    await waitUntil(() => root.activeElement?.textContent?.includes('Begin'), 'the focus did not stay');
    await go('Begin');
    expect(room.state.status).to.equal('open');
    await go('Dose given');
    expect(room.state.doses).to.have.length(1);
    room.pass(5);
    await settled(face);
    // Where a key puts the focus that wakes the controls; past the last of them a driver may leave the page for good.
    face.querySelector<HTMLElement>('[part=face]')!.focus();
    await go('Resting');
    expect(room.state.checkIns.find(({ id }) => id === 'look@5')?.status).to.equal('answered');
    await go('End the session');
    await go('Touch again to end');
    expect(room.state.status).to.equal('ended');
    expect(face.querySelector('[part=timeline]')?.textContent).to.contain('Breathing, face, ease');
  }).timeout(60_000);

  it('only wakes at the first touch, and acts at the second', async () => {
    const { room, face } = await at('deep');
    const [mark] = buttons(face, 'Mark');
    expect(mark!.checkVisibility({ visibilityProperty: true })).to.equal(false);
    await sendMouse({ type: 'click', position: middle(mark!) });
    await settled(face);
    expect(room.sent).to.deep.equal([]);
    expect(mark!.checkVisibility({ visibilityProperty: true })).to.equal(true);
    await sendMouse({ type: 'move', position: [1, 1] });
    await new Promise((resolve) => setTimeout(resolve, 700)); // longer than a double click
    await sendMouse({ type: 'click', position: middle(mark!) });
    await settled(face);
    expect(room.sent).to.deep.equal([['mark']]);
  });

  it('does not act when a touch lifts over what has appeared under it', async () => {
    const { room, face } = await at('deep');
    face.querySelector('[part=display]')!.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    await settled(face);
    buttons(face, 'Mark')[0]!.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
    await settled(face);
    expect(room.sent).to.deep.equal([]);
  });

  it('only wakes at the first key', async () => {
    const { room, face } = await at('deep');
    await sendKeys({ press: 'Enter' });
    await settled(face);
    expect(room.sent).to.deep.equal([]);
    expect(buttons(face, 'Mark')[0]!.checkVisibility({ visibilityProperty: true })).to.equal(true);
  });

  it('leaves keys alone that belong to a field elsewhere on the page', async () => {
    const { face } = await at('deep');
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true, composed: true }));
    await settled(face);
    expect(buttons(face, 'Mark')[0]!.checkVisibility({ visibilityProperty: true })).to.equal(false);
    field.remove();
  });

  it('keeps Quiet live while all else sleeps', async () => {
    const { room, face } = await at('deep');
    await sendMouse({ type: 'click', position: middle(buttons(face, 'Quiet')[0]!) });
    await settled(face);
    expect(room.sent).to.deep.equal([['silence']]);
  });

  it('gives one dose for a double tap, and nothing else', async () => {
    const { room, face } = await at('settling');
    await wake(face);
    const position = middle(buttons(face, 'Dose given')[0]!);
    await Promise.all([sendMouse({ type: 'click', position }), sendMouse({ type: 'click', position })]);
    await settled(face);
    expect(room.sent.map(([name]) => name)).to.deep.equal(['dose']);
    expect(buttons(face, 'Dose given')).to.deep.equal([]);
  });

  it('gives one further dose however often its button is touched at once', async () => {
    const { room, face } = await at('deep');
    await wake(face);
    const [given] = buttons(face, 'Given now');
    given!.click();
    given!.click();
    await settled(face);
    expect(room.state.doses).to.have.length(2);
  });

  it('sinks after twenty seconds, but not over a field that is half filled in', async () => {
    const real = window.setTimeout;
    const soon = ((run: () => void, ms?: number) => real(run, ms === 20_000 ? 50 : ms)) as typeof setTimeout;
    window.setTimeout = soon;
    try {
      const { face } = await at('deep');
      const field = face.querySelector<HTMLInputElement>('[name=systolic]')!;
      field.value = '12';
      await wake(face);
      const seen = () => buttons(face, 'Mark')[0]!.checkVisibility({ visibilityProperty: true });
      await new Promise((resolve) => real(resolve, 150));
      expect(seen()).to.equal(true);
      field.value = '';
      await new Promise((resolve) => real(resolve, 150));
      await settled(face);
      expect(seen()).to.equal(false);
    } finally {
      window.setTimeout = real;
    }
  });

  it('writes nothing that was typed into an attribute or into text', async () => {
    const { room, face } = await at('idle');
    for (const name of ['code', 'staff', 'intention']) type(face, name, `secret-${name}`);
    await press(face, 'Prepare');
    type(face, 'systolic', '199');
    await settled(face);
    // Lit's own marks have a number of the day in them.
    const seen = (face.getRootNode() as ShadowRoot).innerHTML.replace(/lit\$\d+\$/g, '');
    expect(seen).not.to.match(/secret|199/);
    expect(JSON.stringify(room.sent)).to.contain('secret-intention');
  });

  it('hides what is private while stepped out', async () => {
    const { face } = await at('away');
    expect(face.innerText).not.to.match(/Deep|Blood|Not recorded|Mark/);
    expect(buttons(face, 'Back to the session')[0]!.checkVisibility()).to.equal(true);
  });

  it('keeps what was half typed through stop and attend', async () => {
    const { room, face } = await at('deep');
    await wake(face);
    face.querySelector<HTMLInputElement>('[part=card] [name=systolic]')!.value = '118';
    await room.send('attend', true);
    await settled(face);
    await room.send('attend', false);
    await settled(face);
    expect(face.querySelector<HTMLInputElement>('[part=card] [name=systolic]')!.value).to.equal('118');
  });

  it('shows titles as text, whatever they contain', async () => {
    for (const name of ['idle', 'deep', 'ended'] as const) {
      const { face } = await at(name);
      expect(face.textContent).to.contain(HOSTILE);
      expect(face.querySelector('img')).to.equal(null);
    }
  });

  it('says quietly why something was refused, and goes on', async () => {
    const { room, face } = await at('deep');
    room.refuse = 'Please give the time as a moment between a day ago and now.';
    await wake(face);
    await press(face, 'Mark');
    expect(face.querySelector('[role=status]')!.textContent).to.equal(room.refuse);
    room.refuse = null;
    await press(face, 'Mark');
    expect(face.querySelector('[role=status]')!.textContent).to.equal('');
  });

  it('offers one touch for blocked music and takes its refusal for no mistake', async () => {
    const { room, face } = await at('blocked');
    const unheard: unknown[] = [];
    const hear = (event: PromiseRejectionEvent) => unheard.push(event.reason);
    addEventListener('unhandledrejection', hear);
    room.refuse = '“music” is not possible now.';
    await press(face, 'Tap to bring the music back');
    await new Promise((resolve) => setTimeout(resolve, 50));
    removeEventListener('unhandledrejection', hear);
    expect(unheard).to.deep.equal([]);
    expect(room.sent).to.deep.equal([['music']]);
    expect(face.querySelector('[role=status]')!.textContent).to.equal('');
  });

  it('brings blocked music back with the first touch, which presses nothing under it', async () => {
    const { room, face } = await at('blocked');
    const [later] = buttons(face, 'Stepping out');
    await sendMouse({ type: 'click', position: middle(later!) });
    await settled(face);
    expect(room.sent).to.deep.equal([['music']]);
  });

  it('brings blocked music back with the first key, whichever it is', async () => {
    for (const key of ['Enter', 'a', 'ArrowRight']) {
      const { room } = await at('blocked');
      await sendKeys({ press: key });
      expect(room.sent, key).to.deep.equal([['music']]);
    }
  });

  it('never brings back music that a person silenced', async () => {
    const { room, face } = await at('silent', (it) => void (it.live.blocked = true));
    expect(buttons(face, 'Tap to bring the music back')).to.deep.equal([]);
    await sendKeys({ press: 'Enter' });
    await wake(face);
    expect(room.sent).to.deep.equal([]);
  });

  it('asks for no touch where there is no output to play to, and says so', async () => {
    const { face } = await at('blocked', (it) => void Object.assign(it.live, { blocked: false, soundless: true }));
    expect(buttons(face, 'Tap to bring the music back')).to.deep.equal([]);
    expect(face.querySelector('.soundless')!.textContent).to.contain('No sound comes from this device');
  });

  it('keeps Quiet and Stop and attend beside the touch that blocked music waits for', async () => {
    const { room, face } = await at('blocked');
    const back = buttons(face, 'Tap to bring the music back')[0]!;
    expect(parseFloat(getComputedStyle(back).fontSize)).to.be.at.least(32);
    for (const reads of ['Quiet', 'Stop and attend'])
      expect(buttons(face, reads)[0]!.checkVisibility({ visibilityProperty: true }), reads).to.equal(true);
    await sendMouse({ type: 'click', position: middle(buttons(face, 'Quiet')[0]!) });
    await settled(face);
    expect(room.sent).to.deep.equal([['silence']]);
  });

  // WebKit's driver sets no size.
  const sized = /chrome|firefox/i.test(navigator.userAgent) ? it : it.skip;

  sized('keeps the primary moves within reach, on a phone and on a desk', async () => {
    const { innerWidth: width, innerHeight: height } = window;
    for (const [w, h] of [
      [390, 844],
      [1280, 800],
    ] as const) {
      await setViewport({ width: w, height: h });
      for (const scene of ['settling', 'deep'] as const) {
        const { face } = await at(scene);
        await wake(face);
        for (const reads of [...(scene === 'settling' ? ['Dose given'] : []), 'Mark', 'Quiet', 'Stop and attend']) {
          const { left, right, top, bottom } = buttons(face, reads)[0]!.getBoundingClientRect();
          expect([left >= 0, right <= w, top >= 0, bottom <= h], `${reads} at ${w}`).to.deep.equal(Array(4).fill(true));
          expect(document.elementsFromPoint(left + 9, top + 9)[0], reads).to.equal(host(face));
        }
        const card = face.querySelector('[part=card]')!.getBoundingClientRect();
        expect(card.height).to.be.at.most(h / 2);
      }
    }
    await setViewport({ width, height });
  });

  sized('lets no word of a title out of a narrow screen', async () => {
    const { innerWidth: width, innerHeight: height } = window;
    await setViewport({ width: 360, height: 640 });
    const word = 'Donaudampfschifffahrtsgesellschaft_final_2';
    for (const scene of ['idle', 'settling', 'closing', 'ended'] as const) {
      const { face } = await at(scene, (room) => {
        room.offers = { ...room.offers, playlists: [{ id: 'long-light', title: word, problem: null }] };
        if (!room.session) return;
        const { protocol } = room.session;
        const phases = protocol.phases.map((each) => ({ ...each, label: word }));
        room.session = { ...room.session, protocol: { ...protocol, title: word, phases } };
      });
      await wake(face);
      face.querySelectorAll('details').forEach((each) => (each.open = true));
      for (const each of face.querySelectorAll('*'))
        if (!each.closest('svg'))
          expect(each.getBoundingClientRect().right, `${scene} ${each.outerHTML}`).to.be.at.most(361);
    }
    await setViewport({ width, height });
  });

  sized('breaks none of its own words, and goes over no edge, on a narrow screen or with large text', async () => {
    const { innerWidth: width, innerHeight: height } = window;
    const whole = document.createRange();
    // Hostile titles are longer, and may break.
    const WORD = /(?<!\S)[\p{L}\d(),.…]{2,14}(?!\S)/gu;
    /** Words that stand on more than one line. */
    const broken = (face: HTMLElement) => {
      const texts = document.createTreeWalker(face, NodeFilter.SHOW_TEXT);
      const found: string[] = [];
      for (let text; (text = texts.nextNode() as Text | null);)
        for (const { 0: word, index } of text.parentElement!.checkVisibility() ? text.data.matchAll(WORD) : []) {
          whole.setStart(text, index);
          whole.setEnd(text, index + word.length);
          const [first, ...more] = [...whole.getClientRects()].filter((each) => each.width > 0);
          if (more.some(({ top }) => top > first!.bottom - 1)) found.push(word);
        }
      return found;
    };
    // As wide as the tag is on a phone, alone or with a page's margins, and on a desk at 200 %.
    for (const [w, text] of [
      [272, 1],
      [320, 1],
      [640, 1],
      [640, 2],
    ] as const) {
      await setViewport({ width: w, height: 640 });
      document.documentElement.style.fontSize = `${text * 100}%`;
      for (const scene of ['idle', 'prepared', 'settling', 'deep', 'closing', 'ended'] as const) {
        const { face } = await at(scene, (room) => {
          const title = 'Still water (generated)';
          room.offers = { ...room.offers, playlists: [{ id: 'long-light', title, problem: null }] };
        });
        await wake(face);
        face.querySelectorAll('details').forEach((each) => (each.open = true));
        expect(broken(face), `${scene} at ${w}, text ${text}`).to.deep.equal([]);
        const over = [...face.querySelectorAll('*')].filter(
          (each) => !each.closest('svg') && each.getBoundingClientRect().right > w + 1,
        );
        expect(over.map(({ outerHTML }) => outerHTML.slice(0, 99))).to.deep.equal([]);
      }
    }
    document.documentElement.style.fontSize = '';
    await setViewport({ width, height });
  }).timeout(30_000);

  it('keeps the focus when what was pressed by key goes away, and takes it from nobody', async () => {
    for (const [scene, reads] of [
      ['prepared', 'Begin'],
      ['settling', 'Dose given'],
      ['deep', 'Bring to a close'],
      ['deep', 'Stop and attend'],
      ['deep', 'Stepping out'],
    ] as const) {
      const { face } = await at(scene);
      if (scene !== 'prepared') await wake(face);
      buttons(face, reads)[0]!.focus();
      await sendKeys({ press: 'Enter' });
      await settled(face);
      await twoFrames();
      expect(
        buttons(face, reads).filter((each) => each.checkVisibility()),
        reads,
      ).to.deep.equal([]);
      expect((face.getRootNode() as ShadowRoot).activeElement?.checkVisibility(), reads).to.equal(true);
    }
    const { face } = await at('settling');
    await wake(face);
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    buttons(face, 'Dose given')[0]!.click();
    await settled(face);
    expect(document.activeElement).to.equal(field);
    field.remove();
  });

  it('keeps the focus after every move by key', async () => {
    const lost: string[] = [];
    for (const scene of ['settling', 'deep', 'stayed', 'dwelling', 'silent', 'closing', 'ended'] as const) {
      const { face: first } = await at(scene);
      const seen = (face: HTMLElement) =>
        [...face.querySelectorAll<HTMLElement>('button')].filter((each) => each.checkVisibility());
      await wake(first);
      for (const i of seen(first).keys()) {
        const { face } = await at(scene);
        await wake(face);
        const button = seen(face)[i]!;
        const reads = button.textContent;
        button.focus();
        await sendKeys({ press: 'Enter' });
        await settled(face);
        await twoFrames();
        const now = (face.getRootNode() as ShadowRoot).activeElement;
        if (!now?.checkVisibility()) lost.push(`${scene}: ${reads.replace(/\s+/g, ' ').trim()}`);
      }
    }
    expect(lost).to.deep.equal([]);
  }).timeout(120_000);

  it('has every move alive in a second window, says so there, and offers to run the room from it', async () => {
    const alive = (face: HTMLElement) =>
      [...face.querySelectorAll<HTMLInputElement>('button, input, summary')]
        .filter((each) => each.checkVisibility() && !each.disabled)
        .map(({ textContent, name }) => textContent!.trim() || name);
    for (const scene of ['idle', 'prepared', 'deep', 'closing', 'ended'] as const) {
      const owner = await at(scene);
      await wake(owner.face);
      const expected = alive(owner.face);
      const { face, room } = await at(scene, (room) => void (room.live.role = 'viewer'));
      await wake(face);
      expect(face.textContent, scene).to.contain('This room runs in another window.');
      expect(alive(face).filter((each) => !expected.includes(each))).to.deep.equal(['Run it from this window']);
      expect(alive(face)).to.include.members(expected);
      room.deaf = true;
      await press(face, 'Run it from this window');
      expect(room.sent).to.deep.equal([['takeOver']]);
    }
  });

  it('leaves no heading out inside a page of its own', async () => {
    const { face } = await at('deep');
    const title = document.createElement('h1');
    title.textContent = 'Clinic';
    document.body.prepend(title);
    await wake(face);
    // The page of the tests has no landmarks of its own.
    await expect(document.body).to.be.accessible({ ignoredRules: ['region'] });
    title.remove();
  });

  it('follows the session from day through dusk and night', async () => {
    const seen = async (name: keyof typeof scenes) =>
      /\b(day|dusk|night)\b/.exec((await at(name)).face.querySelector('[part=face]')!.className)?.[1];
    expect(await seen('idle')).to.equal('day');
    expect(await seen('settling')).to.equal('dusk');
    expect(await seen('deep')).to.equal('night');
    expect(await seen('attending')).to.equal('day');
    expect(await seen('ended')).to.equal('dusk');
  });

  it('leaves no timer and no listener behind', async () => {
    const { face } = await at('deep');
    host(face).remove();
    await sendKeys({ press: 'Enter' });
    expect(face.querySelector('.asleep')).not.to.equal(null);
  });
});
