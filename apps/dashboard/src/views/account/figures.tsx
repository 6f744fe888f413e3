import type { AbsenceReason } from '../../data/wire.js'
import { decimalsOf } from '../../number/decimal.js'
import { formatEquity, formatNumber, formatPercent, formatRequirement } from '../../number/format.js'
import { Figure } from '../../parts/figure.js'
import { Panel } from '../../parts/panel.js'
import type { Shown } from './shown.js'

const NATIVE_DECIMALS_MAX = 4

interface Line {
  /** The glossary's identifier, in the tooltip and for who looks for it. */
  readonly id: string
  readonly label: string
  readonly value: (shown: Shown) => string | null
  readonly reason: (shown: Shown) => AbsenceReason | undefined
  readonly format: (text: string) => string
  readonly unit?: string
  readonly look?: 'total' | 'ruled'
}

const signed = (text: string): string => formatEquity(text, { signed: true })
const safeRatio = (text: string): string => formatPercent(text, { decimals: 1, rounding: 'floor' })
const exposedRatio = (text: string): string => formatPercent(text, { decimals: 1, rounding: 'ceil' })

const LINES: readonly Line[] = [
  line('equity', 'Equity', formatEquity, {}),
  {
    id: 'maintenance.marginEquity',
    label: 'Margin equity',
    value: (shown) => shown.maintenance?.marginEquity ?? null,
    reason: (shown) => shown.maintenanceReason,
    format: formatEquity,
    look: 'total',
  },
  {
    id: 'maintenance.requirement',
    label: 'Maintenance requirement',
    value: (shown) => shown.maintenance?.requirement ?? null,
    reason: (shown) => shown.maintenanceReason,
    format: formatRequirement,
    look: 'ruled',
  },
  line('excessMargin', 'Excess margin', signed, { look: 'total' }),
  {
    id: 'initial.marginEquity',
    label: 'Margin equity, initial',
    value: (shown) => shown.initial?.marginEquity ?? null,
    reason: (shown) => shown.initialReason,
    format: formatEquity,
  },
  {
    id: 'initial.requirement',
    label: 'Initial requirement',
    value: (shown) => shown.initial?.requirement ?? null,
    reason: (shown) => shown.initialReason,
    format: formatRequirement,
  },
  line('availableMargin', 'Available margin', signed, {}),
  line('marginLevel', 'Margin level', safeRatio, {}),
  line('equityRatio', 'Equity ratio', safeRatio, {}),
  line('leverage', 'Leverage', (text) => formatNumber(text, { decimals: 2, rounding: 'ceil' }), { unit: '×' }),
  line('loanToValue', 'Loan to value', exposedRatio, {}),
  line('collateralRatio', 'Collateral ratio', safeRatio, {}),
]

/** Every figure of the account, as the answer has it; beside it what it is now, in a preview. */
export function Figures({
  shown,
  before,
  currency,
}: {
  readonly shown: Shown
  readonly before: Shown | null
  readonly currency: string
}) {
  const lines = LINES.filter((each) => !isLendingOnly(each.id) || each.value(shown) !== null)
  return (
    <Panel title="Figures" span="w3" sub={before === null ? currency : `${currency} · then, and now`}>
      <dl class={before === null ? 'figures' : 'figures compared'}>
        {lines.map((each) => (
          <Entry key={each.id} line={each} shown={shown} before={before} />
        ))}
        {shown.native !== null && (
          <>
            <dt title="native: the venue's own figure">{shown.native.name}</dt>
            <dd
              title={`${shown.native.value}, ${shown.native.direction === 'up_is_safe' ? 'more is safer' : 'more is nearer to the line'}`}
              data-figure="native"
            >
              {nativeText(shown.native)}
            </dd>
            {before !== null && <dd class="dim">{before.native === null ? '' : nativeText(before.native)}</dd>}
          </>
        )}
      </dl>
    </Panel>
  )
}

function Entry({
  line: each,
  shown,
  before,
}: {
  readonly line: Line
  readonly shown: Shown
  readonly before: Shown | null
}) {
  const unit = each.unit === undefined ? {} : { unit: each.unit }
  return (
    <>
      <dt class={each.look ?? ''} title={each.id}>
        {each.label}
      </dt>
      <dd class={each.look ?? ''} data-figure={each.id}>
        <Figure value={each.value(shown)} reason={each.reason(shown)} format={each.format} {...unit} />
      </dd>
      {before !== null && (
        <dd class={`dim now ${each.look === 'ruled' ? 'ruled' : ''}`}>
          <Figure value={each.value(before)} reason={each.reason(before)} format={each.format} {...unit} />
        </dd>
      )}
    </>
  )
}

type Named =
  | 'equity'
  | 'excessMargin'
  | 'availableMargin'
  | 'marginLevel'
  | 'equityRatio'
  | 'leverage'
  | 'loanToValue'
  | 'collateralRatio'

function line(id: Named, label: string, format: (text: string) => string, rest: Pick<Line, 'unit' | 'look'>): Line {
  return { id, label, value: (shown) => shown[id], reason: (shown) => shown[`${id}Reason`], format, ...rest }
}

/** Left out where nothing is borrowed: a broker's or an exchange's page has no use for them. */
function isLendingOnly(id: string): boolean {
  return id === 'loanToValue' || id === 'collateralRatio'
}

/** The venue's own figure at four decimals, toward danger: up where more is nearer to the line. */
function nativeText({ value, direction }: NonNullable<Shown['native']>): string {
  const decimals = Math.min(NATIVE_DECIMALS_MAX, decimalsOf(value))
  return formatNumber(value, { decimals, rounding: direction === 'up_is_safe' ? 'floor' : 'ceil' })
}
