import howler from 'howler/dist/howler.core.min.js';

export const { Howl, Howler } = howler;
