declare module 'howler/dist/howler.core.min.js' {
  const howler: Pick<typeof import('howler'), 'Howl' | 'Howler'>;
  export default howler;
}
