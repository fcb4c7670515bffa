import { file, page, type ServeOptions } from '../e2e/support/serve.js';
import { steady } from '../e2e/support/tracks.js';

/** Files of players under node_modules, each pinned in package.json. */
const modules = (path: string) => file(`node_modules/${path}`);

/**
 * Each page plays `tracks` in order once `play()` is called, and `next()` goes on to the next, as the player's own
 * documentation has it. The list is in the page's address, so that every player gets the same.
 */
const pageOf = (head: string, script: string) =>
  page(`${head}<script type="module">
    const tracks = JSON.parse(decodeURIComponent(location.hash.slice(1)));
    ${script}
  </script>`);

/** Plays one element through the list. */
const onElement = (element: string) => `
  let at = 0;
  const audio = ${element};
  const start = () => { audio.src = tracks[at]; return audio.play(); };
  window.next = () => { at = (at + 1) % tracks.length; return start(); };
  window.play = start;
  audio.addEventListener('ended', () => at < tracks.length - 1 && next());`;

/** Howler's own example of a player: a Howl made when its track comes, and the next begun when it ends. */
const onHowler = (html5: boolean) => `
  let at = 0;
  const howls = [];
  const start = () => {
    howls[at] ??= new Howl({ src: [tracks[at]], html5: ${html5}, format: [tracks[at].split('.').pop()], onend: () => at < tracks.length - 1 && next() });
    howls[at].play();
  };
  // The one that follows is loaded ahead.
  window.next = () => { howls[at]?.stop(); at = (at + 1) % tracks.length; start(); };
  window.play = start;`;

/** A page and the scripts it needs. */
export interface Player {
  name: string;
  page: string;
  mounts: NonNullable<ServeOptions['mounts']>;
}

const player = (
  name: string,
  id: string,
  body: ReturnType<typeof page>,
  scripts: Record<string, string> = {},
): Player => ({
  name,
  page: `/${id}/`,
  mounts: {
    [`/${id}/`]: body,
    ...Object.fromEntries(Object.entries(scripts).map(([as, path]) => [`/modules/${as}`, modules(path)])),
  },
});

export const bare = player(
  'bare <audio>',
  'bare',
  pageOf('<audio></audio>', onElement(`document.querySelector('audio')`)),
);

const howlerFile = { 'howler.js': 'howler/dist/howler.min.js' };
const howlerTag = '<script src="/modules/howler.js"></script>';

export const peers: Player[] = [
  bare,
  player('Howler, streaming', 'howler-streaming', pageOf(howlerTag, onHowler(true)), howlerFile),
  player('Howler, decoded', 'howler-decoded', pageOf(howlerTag, onHowler(false)), howlerFile),
  player(
    'Gapless-5',
    'gapless',
    pageOf(
      '<script src="/modules/gapless5.js"></script>',
      `const player = new Gapless5({ tracks, loadLimit: 2, loop: false });
       window.play = () => player.play();
       window.next = () => player.next(undefined, true);`,
    ),
    { 'gapless5.js': '@regosen/gapless-5/gapless5.js' },
  ),
  player(
    'Plyr',
    'plyr',
    pageOf(
      '<script src="/modules/plyr.js"></script><audio></audio>',
      `let at = 0;
       const player = new Plyr('audio', { iconUrl: '/modules/plyr.svg', blankVideo: '' });
       const start = () => {
         player.source = { type: 'audio', sources: [{ src: tracks[at], type: tracks[at].endsWith('mp3') ? 'audio/mpeg' : 'audio/wav' }] };
         return player.play();
       };
       window.next = () => { at = (at + 1) % tracks.length; return start(); };
       window.play = start;
       player.on('ended', () => at < tracks.length - 1 && next());`,
    ),
    { 'plyr.js': 'plyr/dist/plyr.min.js', 'plyr.svg': 'plyr/dist/plyr.svg' },
  ),
  player(
    'Amplitude',
    'amplitude',
    pageOf(
      '<script src="/modules/amplitude.js"></script>',
      `Amplitude.init({ songs: tracks.map((url, i) => ({ name: String(i), url })) });
       window.play = () => Amplitude.play();
       window.next = () => Amplitude.next();`,
    ),
    { 'amplitude.js': 'amplitudejs/dist/amplitude.min.js' },
  ),
  player(
    'media-chrome',
    'media-chrome',
    pageOf(
      `<script src="/modules/media-chrome.js"></script>
       <media-controller audio><audio slot="media"></audio>
         <media-control-bar><media-play-button></media-play-button><media-time-range></media-time-range></media-control-bar>
       </media-controller>`,
      onElement(`document.querySelector('audio')`),
    ),
    { 'media-chrome.js': 'media-chrome/dist/iife/index.js' },
  ),
];

/** The same list in the tag, at `?intensity=`; a track may be a soundscape, too (`stillroom:tide`). */
export const stillroom = player(
  'Stillroom',
  'stillroom',
  pageOf(
    '',
    `import '/stillroom.js';
     const room = document.createElement('still-room');
     const intensity = Number(new URLSearchParams(location.search).get('intensity') ?? 3);
     Object.assign(room, {
       maxVolume: 1,
       protocols: [${JSON.stringify(steady)}],
       playlists: [{ playlist: { title: 'Bench', track: tracks.map((location, i) => ({ location: [location], title: String(i) })) } }],
     });
     document.body.append(room);
     window.play = async () => {
       await room.ready;
       await room.prepare({});
       await room.setVolume(1);
       await room.open();
       for (let step = 3; step < intensity; step++) await room.fuller();
     };
     window.next = () => room.skip();`,
  ),
);
