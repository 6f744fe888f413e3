import type { ReplayReport } from '../replay/report.js'
import { columns } from './columns.js'
import { human, money } from './numbers.js'

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
      ...markets.map((market) => human(hour.prices[market] ?? '', 2)),
      String(hour.liquidations),
      money(hour.forcedNotional),
      money(hour.shortfall),
      money(hour.badDebt),
      money(hour.fund),
    ]),
  )
  const quiet = report.hours.length - busy.length
  return [
    `${human(String(report.accounts), 0)} accounts, ${report.from} to ${report.to}, ${human(String(report.prices), 0)} prices (${report.path})`,
    table,
    `${quiet} of ${report.hours.length} hours without a liquidation are left out.`,
    columns(
      [{ head: '' }, { head: '', align: 'right' }],
      [
        ['Liquidations', human(String(report.liquidations), 0)],
        ['Accounts hit', human(String(report.accountsHit), 0)],
        ['Forced notional', money(report.forcedNotional)],
        ['Liquidation fees', money(report.fees)],
        ['Shortfall', money(report.shortfall)],
        ['Paid by the fund', money(report.fromFund)],
        ['Bad debt', money(report.badDebt)],
        ['Fund', money(report.fund)],
        ['Residual of the books', report.residual],
      ],
    )
      .split('\n')
      .slice(1)
      .join('\n'),
    `state ${report.stateHash}`,
    `${(report.elapsedMs / 1000).toFixed(1)} s, ${human(String(report.accountPricesPerSecond), 0)} accounts × prices a second; journal in ${report.journal.directory} (${human(String(report.journal.records), 0)} records)`,
  ].join('\n\n')
}
