/** How the browsers are started for tests, the same by every driver. */

/**
 * Chromium without traffic of its own; sound needs no gesture but where a test is about that.
 * @param {{autoplay?: boolean}} [options] autoplay false: sound needs a gesture, as for a visitor
 */
export const chromiumFlags = ({ autoplay = true } = {}) => [
  // Not every machine has one to give (root, containers), and nothing but our own pages is loaded.
  ...(process.platform === 'linux' ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-quic',
  '--no-first-run',
  ...(autoplay
    ? ['--autoplay-policy=no-user-gesture-required']
    : // Pages that were heard before would be let off.
      [
        '--autoplay-policy=document-user-activation-required',
        '--disable-features=MediaEngagementBypassAutoplayPolicies',
      ]),
];

/** Firefox lets any page play. */
export const firefoxPrefs = {
  'media.autoplay.default': 0,
  'media.autoplay.blocking_policy': 0,
  'media.autoplay.block-webaudio': false,
};

/** @param {string | undefined} binary of MiniBrowser */
export const webkitOptions = (binary) => ({ binary, args: ['--automation'] });

/** Files of whole-browser tests that run at the same time, each with rooms of its own to listen to. */
export const LISTENERS = 2;
