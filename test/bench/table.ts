/** A figure of the bench. */
export interface Row {
  part: string;
  subject: string;
  value: number;
  unit: 'ms' | 'MB' | '×';
  /** What it must not exceed. */
  budget?: number;
  note?: string;
}

/** Above its budget, or not measured at all. */
export const missed = ({ value, budget }: Row): boolean => budget !== undefined && !(value <= budget);

/** One table, each figure also as a multiple of Stillroom's in its part. */
export function table(rows: readonly Row[]): string {
  const own = (part: string) => rows.find((row) => row.part === part && row.subject.startsWith('Stillroom'))?.value;
  const lines = rows.map((row) => {
    const base = own(row.part);
    const ratio = row.unit === '×' || !base ? '' : (row.value / base).toFixed(1);
    const verdict = row.budget === undefined ? '' : `${missed(row) ? '✗ over' : '✓ within'} ${row.budget} ${row.unit}`;
    return [
      row.part,
      row.subject,
      `${row.value.toFixed(row.unit === '×' ? 2 : 0)} ${row.unit}`,
      ratio,
      verdict,
      row.note ?? '',
    ];
  });
  const all = [['', '', 'figure', '÷ ours', 'budget', ''], ...lines];
  const widths = all[0]!.map((_, i) => Math.max(...all.map((line) => line[i]!.length)));
  return all
    .map((line) =>
      line
        .map((cell, i) => (i === 2 || i === 3 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
