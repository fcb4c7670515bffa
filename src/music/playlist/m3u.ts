/**
 * The lines of an M3U8 list as JSPF, or `null` where this is none. Without `#EXTM3U` at its head it is one if every
 * line names a file.
 */
export function fromM3u(text: string): object | null {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  const track: { location?: string; title?: string; duration?: number }[] = [];
  let title: string | undefined;
  let next: (typeof track)[number] = {};
  for (const line of lines) {
    // Between length and title some players keep attributes; a comma in their quotes ends nothing.
    const info = /^#EXTINF:\s*([-\d.]+)(?:"[^"]*"|[^,])*,?(.*)/i.exec(line);
    if (info) next = { duration: Number(info[1]) * 1000, title: info[2] ?? '' };
    else if (/^#PLAYLIST:/i.test(line)) title = line.slice(10);
    else if (line && !line.startsWith('#')) {
      // A path, not an address: here # belongs to the file's name.
      track.push({ ...next, location: line.replace(/#/g, '%23') });
      next = {};
    }
  }
  const named =
    /^#EXTM3U/i.test(text) || track.every(({ location = '' }) => /^stillroom:|\.\w{2,5}(\?|$)/.test(location));
  return named && track.length ? { playlist: { title, track } } : null;
}
