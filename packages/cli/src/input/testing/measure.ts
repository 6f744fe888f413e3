import { absolute, formatDecimal, notionalFloor, quantity, value } from '@plimsoll/core'
import type { GeneratedAccount, GenerateMarket } from '../generate.js'

/** What a population looks like, as rows of a table: label and figure. */
export function measure(
  accounts: readonly GeneratedAccount[],
  markets: readonly GenerateMarket[],
): readonly (readonly [string, string])[] {
  const positions = accounts.flatMap(({ positions }) => positions)
  const startPrices = new Map(markets.map(({ market, price }) => [market, price]))
  const notionals = positions
    .map((position) => {
      const start = startPrices.get(position.market)
      return start === undefined ? 0n : notionalFloor(absolute(quantity(position.quantity)), start)
    })
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const money = (amount: bigint): string => Number(amount / 10n ** 18n).toLocaleString('en-US')
  const total = notionals.reduce((sum: bigint, notional) => sum + notional, 0n)
  const quantileOf = (percent: number): string =>
    money(notionals[Math.min(notionals.length - 1, Math.floor((notionals.length * percent) / 100))] ?? 0n)

  const leverages = accounts.flatMap(({ positions, settings }) =>
    positions.map(({ market }) => Number(settings.leverage[market])),
  )
  const share = (count: number, of: number): string => `${((count / of) * 100).toFixed(1)} %`
  const leverageShare = (from: number, to: number): string =>
    share(leverages.filter((leverage) => leverage >= from && leverage <= to).length, positions.length)
  const kindShare = (is: (account: GeneratedAccount) => boolean): string =>
    share(accounts.filter(is).length, accounts.length)
  const isIsolated = (account: GeneratedAccount): boolean => account.positions[0]?.isolatedMargin !== undefined
  const isHedged = (account: GeneratedAccount): boolean => account.positions[0]?.leg !== undefined
  const margins = accounts.map(
    (account) => account.positions[0]?.isolatedMargin ?? Object.values(account.balances)[0] ?? '0',
  )
  const sorted = margins.map((margin) => value(margin)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return [
    ['accounts, positions', `${accounts.length.toLocaleString('en-US')}, ${positions.length.toLocaleString('en-US')}`],
    ['one cross position', kindShare((a) => a.positions.length === 1 && !isIsolated(a))],
    ['cross positions in two markets', kindShare((a) => a.positions.length === 2 && !isHedged(a))],
    ['one isolated position', kindShare(isIsolated)],
    ['hedged', kindShare(isHedged)],
    ['long, of all positions', share(positions.filter((p) => !p.quantity.startsWith('-')).length, positions.length)],
    ['leverage 1–2', leverageShare(1, 2)],
    ['leverage 3–25', leverageShare(3, 25)],
    ['leverage 26–125', leverageShare(26, 125)],
    ['notional, 10 % below', quantileOf(10)],
    ['notional, median', quantileOf(50)],
    ['notional, 90 % below', quantileOf(90)],
    ['notional, 99 % below', quantileOf(99)],
    ['notional, largest', quantileOf(100)],
    ['notional, mean', money(total / BigInt(notionals.length || 1))],
    ['notional, sum', money(total)],
    ['margin of an account, median', formatDecimal(sorted[Math.floor(sorted.length / 2)] ?? 0n)],
  ]
}
