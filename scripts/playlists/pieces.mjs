/**
 * The pieces of `demo/music/quiet-water.jspf`, in the order of a session: each begins at one intensity and
 * has moved to another by two thirds of its length.
 * @typedef {{id: string, title: string, name: string, seed: number, seconds: number, phases: string[], intensity: number,
 *   from: number, to: number}} Piece
 * @type {Piece[]}
 */
export const pieces = [
  piece('open-sky', 'Open sky', 'hush', 11, 150, ['settle', 'hold', 'quiet'], 1, 1, 1.5),
  piece('far-surf', 'Far surf', 'tide', 23, 160, ['onset'], 2, 1.5, 2.5),
  piece('slow-river', 'Slow river', 'current', 31, 170, ['build'], 3, 2.5, 4),
  piece('under-the-hill', 'Under the hill', 'deep', 47, 180, ['peak'], 4, 3.5, 4.5),
  piece('high-roof', 'High roof', 'vault', 53, 180, ['peak'], 4, 4, 3.5),
  piece('few-bells', 'Few bells', 'drift', 61, 165, ['return'], 2, 3, 2),
  piece('warm-shore', 'Warm shore', 'shore', 73, 160, ['integration'], 2, 2, 2.5),
  piece('home-light', 'Home light', 'drift', 89, 150, ['return', 'integration'], 1, 1.5, 1),
];

function piece(id, title, name, seed, seconds, phases, intensity, from, to) {
  return { id, title, name, seed, seconds, phases, intensity, from, to };
}
