import { divFloor } from '../../number/index.js'
import { logarithm, normalBelow, over, SCALE, squareRoot, times } from './fixed-point.js'

/** An option for the model: money per share and years, all in whole numbers of 10^−30. */
export interface ModelOption {
  readonly right: 'call' | 'put'
  readonly strike: bigint
  /** ≥ 0 */
  readonly years: bigint
}

/**
 * Black and Scholes with no interest: what an option is worth at a price of the underlying and a volatility. At expiry, at a volatility of
 * 0 or a price of 0 it is worth what exercising is.
 *
 *   call = S × N(d₁) − K × N(d₂); put = call − S + K; d₁,₂ = (ln(S ÷ K) ± σ²t ÷ 2) ÷ (σ√t)
 */
export function modelPrice(option: ModelOption, underlying: bigint, volatility: bigint): bigint {
  const { strike, years, right } = option
  const deviation = times(volatility, squareRoot(years))
  const intrinsic = right === 'call' ? underlying - strike : strike - underlying
  if (deviation === 0n || underlying === 0n || strike === 0n) return intrinsic > 0n ? intrinsic : 0n
  const middle = over(logarithm(over(underlying, strike)), deviation)
  const call =
    times(underlying, normalBelow(middle + divFloor(deviation, 2n))) -
    times(strike, normalBelow(middle - divFloor(deviation, 2n)))
  const worth = right === 'call' ? call : call - underlying + strike
  return worth > 0n ? worth : 0n
}

/** Volatilities are looked for up to 10 (1,000 %). */
const VOLATILITY_MAX = 10n * SCALE

/**
 * The volatility at which the model gives a price, found by halving; 0 where the price is not above what exercising is worth, the largest
 * where no volatility reaches it.
 */
export function impliedVolatility(option: ModelOption, underlying: bigint, price: bigint): bigint {
  let low = 0n
  let high = VOLATILITY_MAX
  while (high - low > 10n ** 12n) {
    const middle = divFloor(low + high, 2n)
    if (modelPrice(option, underlying, middle) < price) low = middle
    else high = middle
  }
  return low
}
