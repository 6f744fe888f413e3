import { fail, invariant } from '../../errors.js'
import type { DerivativesRulebook, MarketRule, Position } from '../../model/index.js'
import {
  absolute,
  compareRational,
  divCeil,
  ONE_QUANTITY,
  ONE_RATIO,
  type Quantity,
  type Ratio,
  type Rational,
  rational,
  type Value,
  WAD,
} from '../../number/index.js'
import type { Leg } from '../leg.js'
import { NOTHING, requirementOfNotional, type Schedule } from '../schedule.js'
import { type Schedules, schedulesOf } from './shape.js'

/** The name under which an answer lists rates that no source showed: it stands among the missing inputs, beside missing prices. */
function tiersFactor(market: string): string {
  return `tiers:${market}`
}

/**
 * A position as a leg, by the kind of its contract. Where the rates are not sourced the leg waits for an input that never comes, so the
 * account is `unknown` and says why; everything else about it is answered.
 */
export function contractLeg(
  position: Position,
  rule: MarketRule,
  options: { readonly book: DerivativesRulebook; readonly leverage: Ratio | undefined },
): Leg {
  const { book, leverage } = options
  const contract = contractOf(position, rule)
  const schedules = isBeyond(rule, position, contract.entryNotional)
    ? null
    : schedulesOf(
        rule,
        {
          size: rational(absolute(position.quantity), WAD),
          entryNotional: wadOf(contract.entryNotional),
          isInverse: contract.entryCoin !== undefined,
        },
        leverage,
      )
  return {
    of: { position },
    factor: schedules === null ? tiersFactor(position.market) : position.market,
    quantity: contract.quantity,
    entryValue: contract.entryValue,
    initialWeight: ONE_RATIO,
    maintenanceWeight: ONE_RATIO,
    ...sides(schedules, book, contract.entryNotional),
    ...(contract.entryCoin !== undefined && { entryCoin: contract.entryCoin }),
    ...(book.unrealizedProfit !== undefined && { profit: book.unrealizedProfit }),
  }
}

interface Contract {
  readonly quantity: Quantity
  readonly entryValue: Value
  /** ≥ 0 in units of 10^−18 of the settlement asset, exact. */
  readonly entryNotional: Rational
  readonly entryCoin?: Rational
}

function contractOf(position: Position, rule: MarketRule): Contract {
  const multiplier = rule.market.multiplier ?? ONE_QUANTITY
  const scaled = position.quantity * multiplier
  if (scaled % WAD !== 0n) {
    fail(
      'precision_loss',
      `${position.market}: quantity × contract size has more than 18 decimals: give whole contracts.`,
    )
  }
  const quantity = (scaled / WAD) as Quantity // exact: the remainder is 0
  if (rule.market.kind === 'inverse') {
    invariant(position.entryValue !== 0n || quantity === 0n, 'an open position has an entry value')
    // face ÷ entryPrice, where entryPrice = entryValue ÷ contracts.
    const entryCoin = quantity === 0n ? rational(0n) : rational(quantity * position.quantity, position.entryValue)
    const entryNotional = rational(absolute(entryCoin.numerator as Value), entryCoin.denominator)
    return { quantity, entryValue: 0n as Value, entryNotional, entryCoin }
  }
  // Ceil: what was paid counts a little more, so that equity floors.
  const entryValue = divCeil(position.entryValue * multiplier, WAD) as Value
  return { quantity, entryValue, entryNotional: rational(absolute(entryValue)) }
}

function sides(
  schedules: Schedules | null,
  book: DerivativesRulebook,
  entryNotional: Rational,
): { readonly initial: Schedule; readonly maintenance: Schedule } {
  // Not sourced: what is required is not known, and no figure of it is ever shown.
  if (schedules === null) return { initial: NOTHING, maintenance: NOTHING }
  if (book.basis === 'mark') return schedules
  return {
    initial: book.initialBasis === 'entry' ? onEntry(schedules.initial, entryNotional) : schedules.initial,
    maintenance: onEntry(schedules.maintenance, entryNotional),
  }
}

function onEntry(schedule: Schedule, entryNotional: Rational): Schedule {
  return { by: 'fixed', requirement: requirementOfNotional(schedule, entryNotional) }
}

/** Larger than what the sources showed rates for. */
function isBeyond({ knownUpTo }: MarketRule, position: Position, entryNotional: Rational): boolean {
  if (knownUpTo === undefined) return false
  if (knownUpTo.by === 'quantity') return absolute(position.quantity) > knownUpTo.most
  return compareRational(entryNotional, rational(knownUpTo.most)) > 0
}

function wadOf(units: Rational): Rational {
  return { numerator: units.numerator, denominator: units.denominator * WAD }
}
