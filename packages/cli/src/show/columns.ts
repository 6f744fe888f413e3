/** One column: its head, and on which side it is aligned. */
export interface Column {
  readonly head: string
  readonly align?: 'left' | 'right'
}

/** Rows under heads, as wide as their longest cell, two spaces apart. */
export function columns(heads: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map(({ head }, index) => Math.max(head.length, ...rows.map((row) => row[index]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0
        return heads[index]?.align === 'right' ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  return [line(heads.map(({ head }) => head)), ...rows.map(line)].join('\n')
}

/** Names and figures without heads. */
export function bare(rows: readonly (readonly string[])[]): string {
  return columns([{ head: '' }, { head: '', align: 'right' }], rows)
    .split('\n')
    .slice(1)
    .join('\n')
}
