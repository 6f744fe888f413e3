import { divideRational, type Rational, rational } from '@plimsoll/core'

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/

/**
 * A number in any of the ways in which vectors and models write one, exactly: a decimal string, `"a/b"`, `{ div: [a, b] }`, a JSON
 * number, a bigint or a fraction. Null for everything else.
 * @example readNumber('1.5') // 3/2
 */
export function readNumber(written: unknown): Rational | null {
  switch (typeof written) {
    case 'bigint':
      return rational(written)
    case 'number':
      return Number.isFinite(written) ? readDecimal(String(written)) : null
    case 'string': {
      const [numerator = '', denominator] = written.split('/', 2)
      if (written.includes('e')) return null
      return denominator === undefined
        ? readDecimal(numerator)
        : quotient(readDecimal(numerator), readDecimal(denominator))
    }
    case 'object':
      return written === null ? null : readObject(written)
    default:
      return null
  }
}

function readObject(written: object): Rational | null {
  if ('numerator' in written && 'denominator' in written) {
    const { numerator, denominator } = written
    return typeof numerator === 'bigint' && typeof denominator === 'bigint' && denominator !== 0n
      ? rational(numerator, denominator)
      : null
  }
  if (!('div' in written) || !Array.isArray(written.div) || written.div.length !== 2) return null
  return quotient(readNumber(written.div[0]), readNumber(written.div[1]))
}

function quotient(numerator: Rational | null, denominator: Rational | null): Rational | null {
  if (numerator === null || denominator === null || denominator.numerator === 0n) return null
  return divideRational(numerator, denominator)
}

/** Exponents are read only where JavaScript itself writes them, for floats. */
function readDecimal(text: string): Rational | null {
  const match = DECIMAL.exec(text)
  if (match === null) return null
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const digits = BigInt(whole + fraction)
  const scale = BigInt(exponent) - BigInt(fraction.length)
  const magnitude = scale < 0n ? rational(digits, 10n ** -scale) : rational(digits * 10n ** scale)
  return sign === '-' ? rational(-magnitude.numerator, magnitude.denominator) : magnitude
}
