import { failInput } from '../errors.js'

export function isCount(text: string): boolean {
  return /^\d+$/.test(text)
}

/** A whole number from an option. @throws `option_invalid` */
export function wholeNumber(text: string, option: string): number {
  if (isCount(text) && text.length <= 10) return Number(text)
  return failInput('option_invalid', `${option} "${text}" is not a whole number: give digits, e.g. 2000.`)
}

/** Gathers an option that may be given several times. */
export function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text]
}
