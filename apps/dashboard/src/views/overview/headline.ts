import type { AccountCounts, AssetAmount, Status, StatusReply, VenueStatus } from '../../data/wire.js'
import { add, compare, isZero } from '../../number/decimal.js'
import { formatCompact, formatCount, formatNumber } from '../../number/format.js'
import { addressOf } from '../../router.js'

/** One figure at the head of the overview, danger first. */
export interface HeadFigure {
  readonly label: string
  readonly status?: Status
  /** Currency or asset. */
  readonly of?: string
  readonly digits: string
  readonly unit: string
  /** The exact figure. */
  readonly exact: string
  readonly note: string
  readonly address?: string
}

export const HEAD_LABELS = [
  'Warned',
  'Called',
  'Liquidating',
  'Insurance fund',
  'Bad debt',
  'Equity',
  'Notional',
  'Liquidated',
  'Accounts',
  'Journal seq',
] as const

export function headFigures(system: StatusReply): readonly HeadFigure[] {
  const { accounts, venues } = system
  const { byStatus } = accounts
  const levels = [...new Set(venues.map((venue) => venue.warningLevel))]
  const liquidations = venues.reduce((sum, venue) => sum + venue.totals.liquidations, 0)
  return [
    count(
      'Warned',
      'warned',
      accounts,
      levels.length === 1 ? `under ${formatNumber(levels[0] ?? '0', { decimals: 2 })}` : 'under their level',
    ),
    count('Called', 'called', accounts, 'before their due date'),
    count(
      'Liquidating',
      'liquidating',
      accounts,
      `${formatCount(byStatus.liquidatable)} waiting · ${formatCount(byStatus.bankrupt)} bankrupt`,
    ),
    amount('Insurance fund', sumByAsset(venues.map((venue) => venue.fund)), 'pays first'),
    amount('Bad debt', sumByAsset(venues.map((venue) => [...of(venue, '0'), ...venue.badDebt])), 'nobody covered'),
    amount('Equity', sumByAsset(venues.map((venue) => of(venue, venue.equity))), 'all accounts'),
    amount('Notional', sumByAsset(venues.map((venue) => of(venue, venue.notional))), 'all positions'),
    amount(
      'Liquidated',
      sumByAsset(venues.map((venue) => of(venue, venue.totals.forcedNotional))),
      `${formatCount(liquidations)} ${liquidations === 1 ? 'liquidation' : 'liquidations'}`,
    ),
    {
      label: 'Accounts',
      digits: formatCount(accounts.total),
      unit: '',
      exact: String(accounts.total),
      note:
        byStatus.unknown === 0
          ? accounts.total === 0
            ? 'none loaded'
            : 'none unknown'
          : `${formatCount(byStatus.unknown)} unknown`,
      address: addressOf('accounts'),
    },
    {
      label: 'Journal seq',
      digits: formatCount(system.journalSeq),
      unit: '',
      exact: String(system.journalSeq),
      note: `${formatCount(system.seq)} events`,
    },
  ]
}

/** Sums of equal assets; the largest first. */
export function sumByAsset(lists: readonly (readonly AssetAmount[])[]): readonly AssetAmount[] {
  const sums = new Map<string, string>()
  for (const { asset, amount } of lists.flat()) sums.set(asset, add(sums.get(asset) ?? '0', amount))
  return [...sums].map(([asset, sum]) => ({ asset, amount: sum })).sort((a, b) => compare(b.amount, a.amount))
}

function count(label: string, status: Status, { byStatus }: AccountCounts, note: string): HeadFigure {
  const n = byStatus[status]
  return {
    label,
    status,
    digits: formatCount(n),
    unit: '',
    exact: String(n),
    note,
    address: addressOf('accounts', { status }),
  }
}

/** The largest of several assets; the note names the others, so that none is hidden. */
function amount(label: string, sums: readonly AssetAmount[], note: string): HeadFigure {
  const [first, ...others] = sums
  if (first === undefined) return { label, digits: 'none', unit: '', exact: '', note: 'nothing held' }
  const [digits, unit] = formatCompact(first.amount)
  const rest = others
    .filter((sum) => !isZero(sum.amount))
    .map((sum) => `${formatCompact(sum.amount).join(' ').trim()} ${sum.asset}`)
    .join(' · ')
  return { label, of: first.asset, digits, unit, exact: first.amount, note: rest === '' ? note : rest }
}

function of({ currency }: VenueStatus, sum: string): readonly AssetAmount[] {
  return [{ asset: currency, amount: sum }]
}
