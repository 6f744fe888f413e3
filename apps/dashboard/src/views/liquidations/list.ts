import type { LiquidationRow } from '../../data/wire.js'

/** What was read by pages and what the stream has named since, newest first, each once: the later word counts. */
export function merged(
  read: readonly LiquidationRow[],
  streamed: ReadonlyMap<string, LiquidationRow> | null,
): readonly LiquidationRow[] {
  const rows = new Map(read.map((row) => [row.id, row]))
  for (const [id, row] of streamed ?? []) {
    const known = rows.get(id)
    if (known === undefined || row.lastSeq >= known.lastSeq) rows.set(id, row)
  }
  return [...rows.values()].sort((a, b) => b.startedSeq - a.startedSeq)
}
