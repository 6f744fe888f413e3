import { invariant } from '../../errors.js'
import { divFloor } from '../../number/index.js'
import { LIQUITY_ONE } from './trove.js'

/** Where the product is scaled up so that it keeps its digits. */
const SCALE: bigint = 10n ** 9n

/**
 * The pool's books: no deposit is touched one by one. `product` says what is left of a deposit made when it was 1; `sums` what it gained,
 * by epoch and scale. Errors are carried into the next liquidation: losses round up, gains down, the pool never owes more than it has.
 */
export interface StabilityPool {
  readonly deposits: bigint
  readonly product: bigint
  readonly scale: number
  readonly epoch: number
  /** By `epoch:scale`. */
  readonly sums: ReadonlyMap<string, bigint>
  readonly gainError: bigint
  readonly lossError: bigint
}

/** What a depositor's books say of the day of the deposit. */
export interface Deposit {
  readonly amount: bigint
  readonly product: bigint
  readonly scale: number
  readonly epoch: number
  readonly sum: bigint
}

export const EMPTY_POOL: StabilityPool = {
  deposits: 0n,
  product: LIQUITY_ONE,
  scale: 0,
  epoch: 0,
  sums: new Map(),
  gainError: 0n,
  lossError: 0n,
}

/** A deposit of LUSD into the pool as it stands. */
export function deposit(
  pool: StabilityPool,
  amount: bigint,
): { readonly pool: StabilityPool; readonly deposit: Deposit } {
  const { product, scale, epoch } = pool
  return {
    pool: { ...pool, deposits: pool.deposits + amount },
    deposit: { amount, product, scale, epoch, sum: sumAt(pool, epoch, scale) },
  }
}

/** Burns debt against the deposits and shares the collateral out. `debt` is at most what is deposited. */
export function offset(pool: StabilityPool, of: { readonly debt: bigint; readonly coll: bigint }): StabilityPool {
  if (of.debt === 0n || pool.deposits === 0n) return pool
  invariant(of.debt <= pool.deposits, 'the pool burns at most what is deposited', { debt: of.debt })
  const isEmptied = of.debt === pool.deposits
  const lossNumerator = of.debt * LIQUITY_ONE - pool.lossError
  const loss = isEmptied ? LIQUITY_ONE : divFloor(lossNumerator, pool.deposits) + 1n
  const gainNumerator = of.coll * LIQUITY_ONE + pool.gainError
  const gain = divFloor(gainNumerator, pool.deposits)
  const sums = new Map(pool.sums)
  sums.set(keyOf(pool.epoch, pool.scale), sumAt(pool, pool.epoch, pool.scale) + gain * pool.product)
  return {
    ...nextProduct(pool, LIQUITY_ONE - loss),
    deposits: pool.deposits - of.debt,
    sums,
    gainError: gainNumerator - gain * pool.deposits,
    lossError: isEmptied ? 0n : loss * pool.deposits - lossNumerator,
  }
}

/** LUSD left of a deposit, floored; 0 once the pool has been emptied since, or where less than a billionth is left. */
export function compoundedDeposit(pool: StabilityPool, of: Deposit): bigint {
  if (of.epoch < pool.epoch) return 0n
  const scales = pool.scale - of.scale
  if (scales > 1) return 0n
  const left = divFloor(of.amount * pool.product, of.product)
  const rest = scales === 1 ? divFloor(left, SCALE) : left
  return rest < divFloor(of.amount, SCALE) ? 0n : rest
}

/** Collateral gained by a deposit, floored. */
export function collateralGain(pool: StabilityPool, of: Deposit): bigint {
  const first = sumAt(pool, of.epoch, of.scale) - of.sum
  const second = divFloor(sumAt(pool, of.epoch, of.scale + 1), SCALE)
  return divFloor(divFloor(of.amount * (first + second), of.product), LIQUITY_ONE)
}

function nextProduct(pool: StabilityPool, factor: bigint): StabilityPool {
  if (factor === 0n) return { ...pool, product: LIQUITY_ONE, scale: 0, epoch: pool.epoch + 1 }
  const product = divFloor(pool.product * factor, LIQUITY_ONE)
  if (product >= SCALE) return { ...pool, product }
  return { ...pool, product: divFloor(pool.product * factor * SCALE, LIQUITY_ONE), scale: pool.scale + 1 }
}

function sumAt(pool: StabilityPool, epoch: number, scale: number): bigint {
  return pool.sums.get(keyOf(epoch, scale)) ?? 0n
}

function keyOf(epoch: number, scale: number): string {
  return `${epoch}:${scale}`
}
