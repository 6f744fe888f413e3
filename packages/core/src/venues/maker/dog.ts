import { divFloor } from '../../number/index.js'
import { divide, smallerOf, uint } from '../contract/integer.js'
import { orReverted, type Reverted, revert } from '../contract/revert.js'
import { type AuctionTerms, type Kick, kick } from './clip.js'
import { MAKER_WAD, wadTimes } from './units.js'
import { debtOf, type Ilk, isUnsafe, type Urn } from './vault.js'

/** Limits of what may stand in auctions at once, rad, and the penalty. */
export interface DogState {
  /** Over all collateral types: the limit, and what is used of it. */
  readonly limitAll: bigint
  readonly usedAll: bigint
  /** Of this type. */
  readonly limit: bigint
  readonly used: bigint
  /** Penalty, wad: 1.13 adds 13 % to what an auction is to raise. */
  readonly chop: bigint
}

export interface Bark {
  readonly status: 'done'
  /** Collateral taken, wad. */
  readonly dink: bigint
  /** Normalized debt taken, wad. */
  readonly dart: bigint
  /** Debt that goes to the vow's queue as bad debt until the auction pays, rad. */
  readonly due: bigint
  /** What the auction is to raise, penalty included, rad. */
  readonly tab: bigint
  readonly auction: Kick
  /** The vault afterwards. */
  readonly urn: Urn
  readonly dog: DogState
}

/**
 * Starts the liquidation of an unsafe vault: as much of it as the limits have room for. A rest below dust is taken as well, limits or
 * not; a part below dust is refused.
 */
export function bark(
  vault: { readonly urn: Urn; readonly ilk: Ilk },
  dog: DogState,
  auction: { readonly terms: AuctionTerms; readonly feedPrice: bigint; readonly now: bigint },
): Bark | Reverted {
  const { urn, ilk } = vault
  return orReverted(() => {
    if (!isUnsafe(urn, ilk)) revert('Error(Dog/not-unsafe)')
    if (dog.limitAll <= dog.usedAll || dog.limit <= dog.used) revert('Error(Dog/liquidation-limit-hit)')
    const room = smallerOf(dog.limitAll - dog.usedAll, dog.limit - dog.used)
    const dart = barkedArt(urn, ilk, { room, chop: dog.chop })
    const dink = divFloor(uint(urn.ink * dart), urn.art)
    if (dink === 0n) revert('Error(Dog/null-auction)')
    const due = debtOf({ ink: dink, art: dart }, ilk)
    const tab = wadTimes(due, dog.chop)
    const started = kick({ tab, lot: dink, ...auction })
    // From here on the call is accepted.
    return {
      status: 'done',
      dink,
      dart,
      due,
      tab,
      auction: started,
      urn: { ink: urn.ink - dink, art: urn.art - dart },
      dog: { ...dog, usedAll: dog.usedAll + tab, used: dog.used + tab },
    }
  })
}

function barkedArt(urn: Urn, ilk: Ilk, of: { readonly room: bigint; readonly chop: bigint }): bigint {
  const fitting = divide(divide(uint(of.room * MAKER_WAD), ilk.rate, 'floor'), of.chop, 'floor')
  if (fitting >= urn.art) return urn.art
  if ((urn.art - fitting) * ilk.rate < ilk.dust) return urn.art
  if (fitting * ilk.rate < ilk.dust) revert('Error(Dog/dusty-auction-from-partial-liquidation)')
  return fitting
}
