import type { ComponentChildren } from 'preact'
import type { AbsenceReason } from '../data/wire.js'
import { NONE, padding, UNKNOWN } from '../number/format.js'

const ABSENCES: { readonly [R in AbsenceReason]: readonly [word: string, why: string] } = {
  no_debt: [NONE, 'nothing is borrowed'],
  no_price_solution: [NONE, 'no price of this alone reaches the line'],
  already_under: ['passed', 'the account is under its line already'],
  no_requirement: [NONE, 'nothing is required'],
  no_position: [NONE, 'there is no position'],
  no_equity: [NONE, 'there is no equity left'],
  no_collateral: [NONE, 'there is no collateral'],
  missing_price: [UNKNOWN, 'unknown: a price is missing'],
}

/** The word that stands where a figure does not: none, passed and unknown never look alike. */
export function Absence({ reason }: { readonly reason: AbsenceReason | undefined }) {
  const [word, why] = reason === undefined ? [UNKNOWN, 'unknown'] : ABSENCES[reason]
  return (
    <span class="dim" title={why}>
      {word}
    </span>
  )
}

/** A figure as it is shown, its exact digits in the tooltip; an absence says why. */
export function Figure({
  value,
  reason,
  format,
  unit,
}: {
  readonly value: string | null
  readonly reason?: AbsenceReason | undefined
  readonly format: (text: string) => string
  readonly unit?: string
}) {
  if (value === null) return <Absence reason={reason} />
  return (
    <span title={value}>
      {format(value)}
      {unit !== undefined && <Unit>{unit}</Unit>}
    </span>
  )
}

export function Unit({ children }: { readonly children: ComponentChildren }) {
  return <span class="unit">{children}</span>
}

/** `text` followed by the invisible digits that bring its point under the others' of the column. */
export function Padded({ text, to, title }: { readonly text: string; readonly to: number; readonly title?: string }) {
  const rest = padding(text, to)
  return (
    <span title={title}>
      {text}
      {rest !== '' && (
        <span class="pad" aria-hidden="true">
          {rest}
        </span>
      )}
    </span>
  )
}
