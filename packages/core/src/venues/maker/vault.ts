import { divFloor } from '../../number/index.js'
import { powHalfUp, uint } from '../contract/integer.js'
import { MAKER_RAY, rayOver, rayTimes } from './units.js'

/** A collateral type as the core accounting stores it. */
export interface Ilk {
  /** All normalized debt, wad. */
  readonly totalArt: bigint
  /** DAI per unit of normalized debt, ray: as of the last drip. */
  readonly rate: bigint
  /** What a unit of collateral may back, ray: price ÷ liquidation ratio as of the last poke; 0 where the feed has no price. */
  readonly spot: bigint
  /** Least debt of a vault, rad. */
  readonly dust: bigint
}

/** A vault: `ink` of collateral locked and `art` of normalized debt, both wad. */
export interface Urn {
  readonly ink: bigint
  readonly art: bigint
}

/** Debt of a vault, rad: art × rate, exact. Fees that nobody has dripped are not in it. */
export function debtOf(urn: Urn, ilk: Pick<Ilk, 'rate'>): bigint {
  return urn.art * ilk.rate
}

/**
 * Whether a vault may be liquidated: ink × spot below its debt; equality is safe. A feed without a price leaves spot at 0, and nothing
 * is liquidatable then.
 */
export function isUnsafe(urn: Urn, ilk: Ilk): boolean {
  return ilk.spot > 0n && uint(urn.ink * ilk.spot) < uint(debtOf(urn, ilk))
}

/**
 * The rate after a drip: stability fee per second, compounded by squaring with half-up rounding at every step, then floored.
 *
 *   rate' = ⌊(base + duty)^(now − rho) × rate⌋
 */
export function dripRate(
  rate: bigint,
  of: { readonly duty: bigint; readonly base: bigint; readonly rho: bigint; readonly now: bigint },
): bigint {
  return rayTimes(powHalfUp(of.base + of.duty, uint(of.now - of.rho), MAKER_RAY), rate)
}

/** The feed's price (wad) in DAI at ray scale: ⌊value × 10⁹ ÷ par⌋. */
export function feedPriceOf(value: bigint, par: bigint): bigint {
  return rayOver(uint(value * 10n ** 9n), par)
}

/** What a poke stores: ⌊feed price ÷ liquidation ratio⌋, or 0 where the feed has no price. */
export function spotOf(value: bigint | null, of: { readonly par: bigint; readonly mat: bigint }): bigint {
  return value === null ? 0n : rayOver(feedPriceOf(value, of.par), of.mat)
}

/** ⌊ink × spot ÷ debt⌋ at wad scale: 10^18 is the line; `null` without debt. */
export function vaultHealthFactor(urn: Urn, ilk: Ilk): bigint | null {
  return urn.art === 0n ? null : divFloor(urn.ink * ilk.spot * 10n ** 18n, debtOf(urn, ilk))
}
