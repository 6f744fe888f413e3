import { fail, nearestOrKnown } from '../../errors.js'
import type { Account, AssetId, EModeRule, LendingRulebook, ReserveRule } from '../../model/index.js'
import { type Quantity, rational } from '../../number/index.js'
import type { Family } from '../family.js'
import { holdingLeg, NO_WEIGHT } from '../holding-leg.js'
import { legsFamily } from '../legs-family.js'
import { freeOfFees } from '../policies.js'
import { flatRate } from '../schedule.js'

/**
 * Weighted collateral against debt: marginEquity = Σ collateral × weight (loan-to-value limit on the initial side, liquidation threshold
 * on the maintenance side), requirement = Σ debt. What is supplied without being collateral adds to equity and to nothing else. In an
 * efficiency mode its own collateral has the mode's weights, any other the reserve's.
 */
export const lending: Family<LendingRulebook> = legsFamily<LendingRulebook>({
  validate,
  legsOf: (scope, account, book) =>
    scope.holdings.map((holding) => {
      const rule = reserveRule(book, holding.asset)
      const base = { decimals: rule.decimals, currency: book.currency }
      if (holding.kind === 'borrowed' || holding.stored < 0n) {
        const debt = flatRate(rational(1n))
        return holdingLeg(holding, {
          ...base,
          initialWeight: NO_WEIGHT,
          maintenanceWeight: NO_WEIGHT,
          initial: debt,
          maintenance: debt,
        })
      }
      const weights = collateralRule(book, account, holding.asset)
      return holdingLeg(holding, {
        ...base,
        initialWeight: holding.isCollateral ? weights.initialWeight : NO_WEIGHT,
        maintenanceWeight: holding.isCollateral ? weights.maintenanceWeight : NO_WEIGHT,
      })
    }),
  policies: (book) => freeOfFees(book, { lot: 1n as Quantity }),
})

/** Weights and bonus of an asset as this account's collateral. */
export function collateralRule(
  book: LendingRulebook,
  account: Account,
  asset: AssetId,
): Pick<ReserveRule, 'initialWeight' | 'maintenanceWeight' | 'liquidationBonus'> {
  const mode = eModeOf(book, account)
  return mode?.collateral.has(asset) === true ? mode : reserveRule(book, asset)
}

/** @throws `unknown_asset` for what the venue does not list */
export function reserveRule(book: LendingRulebook, asset: AssetId): ReserveRule {
  const rule = book.reserves.get(asset)
  if (rule !== undefined) return rule
  return fail('unknown_asset', `${book.id} does not list ${asset}.${nearestOrKnown(asset, book.reserves.keys())}`)
}

/** @throws `document_invalid` where an account at a lending venue has positions. */
export function refusePositions(account: Account): void {
  for (const scope of account.scopes.values()) {
    const position = scope.positions[0]
    if (position === undefined) continue
    fail('document_invalid', `${account.venue} has no contracts: remove the position in ${position.market}.`)
  }
}

function validate(account: Account, book: LendingRulebook): void {
  refusePositions(account)
  const mode = eModeOf(book, account)
  for (const scope of account.scopes.values()) {
    const pledged = scope.holdings.filter((holding) => holding.kind === 'supplied' && holding.isCollateral)
    const [first, second] = pledged.filter(({ asset }) => reserveRule(book, asset).maintenanceWeight > 0n)
    if (book.isOneCollateral && first !== undefined && second !== undefined) {
      fail(
        'document_invalid',
        `${book.id} is a market for each pair: ${first.asset} and ${second.asset} are two accounts.`,
      )
    }
    for (const { asset, kind } of scope.holdings) {
      const rule = reserveRule(book, asset)
      if (kind !== 'borrowed') continue
      if (!rule.canBeBorrowed) fail('document_invalid', `${book.id} does not lend ${asset}: it is collateral only.`)
      if (mode?.borrowable != null && !mode.borrowable.has(asset)) {
        fail('document_invalid', `${asset} cannot be borrowed in eMode ${account.settings.eMode}: set eMode to 0.`)
      }
    }
  }
}

function eModeOf(book: LendingRulebook, account: Account): EModeRule | null {
  const { eMode } = account.settings
  if (eMode === undefined || eMode === 0) return null
  const mode = book.eModes.get(eMode)
  if (mode !== undefined) return mode
  const known = [0, ...book.eModes.keys()].join(', ')
  return fail('document_invalid', `${book.id} has no eMode ${eMode}: use one of ${known}.`)
}
