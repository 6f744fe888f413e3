import {
  addRational,
  compareRational,
  divideRational,
  multiplyRational,
  negateRational,
  type Rational,
  rational,
} from '../number/index.js'
import { squareRoot } from '../number/root.js'
import type { Line } from './schedule.js'

/** Where a function of one variable passes through 0. */
export interface Crossing {
  readonly at: Rational
  /** It passes from below 0 to above it. */
  readonly isRising: boolean
}

/** Far beyond the 18 of a price: what a root is short of is mended by looking at the neighbouring prices. */
const ROOT_DECIMALS = 60

/** Where a line or a parabola crosses 0, in rising order; a touching that does not cross is none. */
export function crossingsOf(height: Line): readonly Crossing[] {
  const { square, slope, intercept } = height
  if (square.numerator === 0n) {
    if (slope.numerator === 0n) return []
    return [{ at: divideRational(negateRational(intercept), slope), isRising: slope.numerator > 0n }]
  }
  const discriminant = addRational(
    multiplyRational(slope, slope),
    negateRational(multiplyRational(rational(4n), multiplyRational(square, intercept))),
  )
  if (discriminant.numerator <= 0n) return []
  const root = squareRoot(discriminant, { decimals: ROOT_DECIMALS })
  const twice = multiplyRational(rational(2n), square)
  const first = divideRational(addRational(negateRational(slope), negateRational(root)), twice)
  const second = divideRational(addRational(negateRational(slope), root), twice)
  const [low, high] = compareRational(first, second) <= 0 ? [first, second] : [second, first]
  const opensUp = square.numerator > 0n
  return [
    { at: low, isRising: !opensUp },
    { at: high, isRising: opensUp },
  ]
}

/** The slope at a point: 2 × square × at + slope. */
export function slopeAt(line: Line, at: Rational): Rational {
  if (line.square.numerator === 0n) return line.slope
  return addRational(line.slope, multiplyRational(rational(2n), multiplyRational(line.square, at)))
}
