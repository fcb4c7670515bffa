import { expect } from '@open-wc/testing';
import { claim, type Claim } from '../../../src/store/index.js';

/** A window of the room: its claim, and what it was told. */
function open(room: string) {
  const messages: unknown[] = [];
  const roles: string[] = [];
  const waiting: (() => void)[] = [];
  const tell = () => waiting.splice(0).forEach((each) => each());
  const claimed: Claim = claim(room, {
    onChange: () => {
      roles.push(claimed.role);
      tell();
    },
    onMessage: (message) => {
      messages.push(message);
      tell();
    },
  });
  windows.push(claimed);
  return { claimed, messages, roles, next: () => new Promise<void>((resolve) => waiting.push(resolve)) };
}

const windows: Claim[] = [];
let count = 0;
let room = '';

/** Runs in a browser without Web Locks, as on an insecure origin. */
async function withLocks(locks: unknown, body: () => Promise<void>) {
  Object.defineProperty(navigator, 'locks', { value: locks, configurable: true });
  try {
    await body();
  } finally {
    delete (navigator as { locks?: unknown }).locks;
  }
}

describe('who owns a room', () => {
  beforeEach(() => {
    room = `test-${Date.now()}-${count++}`;
  });
  afterEach(() => {
    for (const each of windows.splice(0)) each.release();
  });

  it('is one window at a time: the first', async () => {
    const first = open(room);
    await first.claimed.ready;
    const second = open(room);
    await second.claimed.ready;
    expect(first.claimed.role).to.equal('owner');
    expect(second.claimed.role).to.equal('viewer');
  });

  it('is the next in line when the owner lets go, and each in turn', async () => {
    const [first, second, third] = [open(room), open(room), open(room)];
    await Promise.all([first, second, third].map(({ claimed }) => claimed.ready));
    first.claimed.release();
    await second.next();
    expect([second.claimed.role, third.claimed.role]).to.deep.equal(['owner', 'viewer']);
    second.claimed.release();
    await third.next();
    expect(third.roles).to.deep.equal(['owner']);
  });

  it('is nobody who has left the line', async () => {
    const [first, second, third] = [open(room), open(room), open(room)];
    await Promise.all([first, second, third].map(({ claimed }) => claimed.ready));
    second.claimed.release();
    first.claimed.release();
    await third.next();
    expect(second.roles).to.deep.equal([]);
    expect(second.claimed.role).to.equal('viewer');
  });

  it('is nobody who left before the answer came', async () => {
    const first = open(room);
    first.claimed.release();
    const second = open(room);
    await second.claimed.ready;
    if (second.claimed.role === 'viewer') await second.next();
    expect([first.claimed.role, second.claimed.role]).to.deep.equal(['viewer', 'owner']);
  });

  it('is no matter between two rooms', async () => {
    const [one, other] = [open(room), open(`${room}-other`)];
    await Promise.all([one.claimed.ready, other.claimed.ready]);
    expect([one.claimed.role, other.claimed.role]).to.deep.equal(['owner', 'owner']);
  });

  it('is no longer who has had it taken away', async () => {
    const first = open(room);
    await first.claimed.ready;
    const lost = first.next();
    await navigator.locks.request(`stillroom:${room}`, { steal: true }, () => lost);
    expect(first.claimed.role).to.equal('viewer');
  });

  it('is heard of by the other windows of the room, and by no other room', async () => {
    const [first, second, other] = [open(room), open(room), open(`${room}-other`)];
    await Promise.all([first, second, other].map(({ claimed }) => claimed.ready));
    const heard = second.next();
    first.claimed.post({ news: 1 });
    await heard;
    expect(second.messages).to.deep.equal([{ news: 1 }]);
    expect([...first.messages, ...other.messages]).to.deep.equal([]);
  });

  it('is one window at a time where there are no locks, too, and the next when it lets go', () =>
    withLocks(undefined, async () => {
      const [first, second] = [open(room), open(room)];
      await Promise.all([first, second].map(({ claimed }) => claimed.ready));
      const late = open(room);
      await late.claimed.ready;
      const owners = () => windows.filter(({ role }) => role === 'owner');
      expect(owners().length).to.equal(1);
      expect(late.claimed.role).to.equal('viewer');
      const others = [first, second, late].filter(({ claimed }) => claimed !== owners()[0]);
      const next = Promise.race(others.map((each) => each.next()));
      owners()[0]!.release();
      await next;
      expect(owners().length).to.equal(1);
    }));

  for (const locks of [true, false])
    it(`is the next while the page of the owner is left, and its own again in turn${locks ? '' : ', without locks'}`, () =>
      withLocks(locks ? navigator.locks : undefined, async () => {
        const first = open(room);
        await first.claimed.ready;
        const second = open(room);
        await second.claimed.ready;
        first.claimed.leave();
        await second.next();
        expect(second.claimed.role).to.equal('owner');
        // It was frozen at once, and learns of it now.
        expect(first.roles).to.deep.equal(['owner']);
        first.claimed.comeBack();
        expect(first.roles).to.deep.equal(['owner', 'viewer']);
        second.claimed.release();
        await first.next();
        expect(first.claimed.role).to.equal('owner');
      }));

  it('is this window where nobody answers', () =>
    withLocks(undefined, async () => {
      const only = open(room);
      await only.claimed.ready;
      expect(only.claimed.role).to.equal('owner');
    }));

  it('is this window where locks are refused and nobody answers', () =>
    withLocks({ request: () => Promise.reject(new DOMException('', 'SecurityError')) }, async () => {
      const only = open(room);
      await only.claimed.ready;
      expect(only.claimed.role).to.equal('owner');
    }));
});
