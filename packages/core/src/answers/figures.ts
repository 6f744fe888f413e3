import type { Rulebook } from '../model/index.js'
import { add, type Ratio, ratioCeil, ratioFloor, type Value, ZERO_VALUE } from '../number/index.js'
import type { Assessment, LegFigures } from '../rules/index.js'
import type { AbsenceReason } from './answer.js'

/** A ratio, or why there is none. */
export type Figure = { readonly ratio: Ratio } | { readonly reason: AbsenceReason }

/** equity ÷ initial requirement in use, down. */
export function marginLevel(assessment: Assessment): Figure {
  const { risk } = assessment
  if (risk === null) return { reason: 'missing_price' }
  if (risk.initial.requirement === 0n) return { reason: 'no_requirement' }
  return { ratio: ratioFloor(risk.equity, risk.initial.requirement) }
}

/** equity ÷ total position value, down. */
export function equityRatio(assessment: Assessment, book: Rulebook): Figure {
  const { risk } = assessment
  if (risk === null) return { reason: 'missing_price' }
  const total = positionValue(assessment, book)
  return total === 0n ? { reason: 'no_position' } : { ratio: ratioFloor(risk.equity, total) }
}

/** total position value ÷ equity, up. */
export function leverage(assessment: Assessment, book: Rulebook): Figure {
  const { risk } = assessment
  if (risk === null) return { reason: 'missing_price' }
  if (risk.equity <= 0n) return { reason: 'no_equity' }
  return { ratio: ratioCeil(positionValue(assessment, book), risk.equity) }
}

/** debt ÷ collateral value, unweighted, up. */
export function loanToValue(assessment: Assessment): Figure {
  if (assessment.risk === null) return { reason: 'missing_price' }
  const { debt, collateral } = debtAndCollateral(assessment)
  if (debt === 0n) return { reason: 'no_debt' }
  return collateral === 0n ? { reason: 'no_collateral' } : { ratio: ratioCeil(debt, collateral) }
}

/** collateral value ÷ debt, unweighted, down. */
export function collateralRatio(assessment: Assessment): Figure {
  if (assessment.risk === null) return { reason: 'missing_price' }
  const { debt, collateral } = debtAndCollateral(assessment)
  return debt === 0n ? { reason: 'no_debt' } : { ratio: ratioFloor(collateral, debt) }
}

/** ≥ 0: what the account has put at risk. Lending: the collateral's value; elsewhere the notional of everything that requires margin. */
function positionValue(assessment: Assessment, book: Rulebook): Value {
  if (book.family === 'lending' || book.family === 'collateralized') return debtAndCollateral(assessment).collateral
  let total = ZERO_VALUE
  for (const scope of assessment.scopes) {
    for (const figures of scope.legs) if (figures.leg.maintenance.by !== 'none') total = add(total, figures.notional)
  }
  return total
}

/** Both ≥ 0, from the holdings alone: what is owed, and what is owned. */
function debtAndCollateral(assessment: Assessment): { debt: Value; collateral: Value } {
  let debt = ZERO_VALUE
  let collateral = ZERO_VALUE
  for (const scope of assessment.scopes) {
    for (const figures of scope.legs) {
      if ('position' in figures.leg.of) continue
      if (figures.leg.quantity < 0n) debt = add(debt, debtValue(figures))
      else collateral = add(collateral, figures.worth)
    }
  }
  return { debt, collateral }
}

function debtValue(figures: LegFigures): Value {
  return -figures.worth as Value
}
