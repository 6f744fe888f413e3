import type { ReplayReport } from '../replay/report.js'
import { bare, columns } from './columns.js'
import { fixed, human, money } from './numbers.js'

/** A replay as a person reads it: the hours in which something happened, then the sums and the proofs. */
export function showReplay(report: ReplayReport): string {
  const busy = report.hours.filter((hour) => hour.liquidations > 0)
  const markets = report.markets.map(({ market }) => market)
  const table = columns(
    [
      { head: 'Hour (UTC)' },
      ...markets.map((market) => ({ head: market, align: 'right' as const })),
      ...['Liquidations', 'Forced notional', 'Shortfall', 'Bad debt', 'Fund'].map((head) => ({
        head,
        align: 'right' as const,
      })),
    ],
    busy.map((hour) => [
      hour.hour.slice(0, 13).replace('T', ' '),
      ...markets.map((market) => priceOf(hour.prices[market])),
      String(hour.liquidations),
      money(hour.forcedNotional),
      money(hour.shortfall),
      money(hour.badDebt),
      money(hour.fund),
    ]),
  )
  const quiet = report.hours.length - busy.length
  return [
    `${count(report.accounts)} accounts, ${report.from} to ${report.to}, ${count(report.prices)} prices (${report.path})`,
    table,
    `${quiet} of ${report.hours.length} hours without a liquidation are left out.`,
    bare([
      ['Liquidations', count(report.liquidations)],
      ['Accounts hit', count(report.accountsHit)],
      ['Forced notional', money(report.forcedNotional)],
      ['Liquidation fees', money(report.fees)],
      ['Shortfall', money(report.shortfall)],
      ['Paid by the fund', money(report.fromFund)],
      ['Bad debt', money(report.badDebt)],
      ['Fund', money(report.fund)],
      ['Residual of the books', report.residual],
    ]),
    `state ${report.stateHash}`,
    `${(report.elapsedMs / 1000).toFixed(1)} s, ${count(report.accountPricesPerSecond)} accounts × prices a second; journal in ${report.journal.directory} (${count(report.journal.records)} records)`,
  ].join('\n\n')
}

function priceOf(price: string | undefined): string {
  return price === undefined ? '—' : fixed(price, { decimals: 2 })
}

function count(value: number): string {
  return human(String(value), { decimals: 0 })
}
