import type { Cure } from '../../data/wire.js'
import { decimalsOf } from '../../number/decimal.js'
import { formatHealthFactor, formatNumber } from '../../number/format.js'
import { Padded, Unit } from '../../parts/figure.js'
import { Empty, Panel, Scroller } from '../../parts/panel.js'
import { Strip } from '../../parts/strip.js'
import { commandsOf, cureKey } from './cure-commands.js'
import type { Shown } from './shown.js'
import type { Preview } from './use-preview.js'

const VERBS: { readonly [K in Cure['kind']]: string } = {
  deposit: 'Deposit',
  repay: 'Repay',
  reduce: 'Reduce',
  close: 'Close',
  sell: 'Sell',
  transfer: 'Transfer',
  combination: 'Combination',
}
const DECIMALS_MAX = 8

/** What would bring the account to the target, each alone; a preview redraws the page and sends nothing. */
export function Cures({
  shown,
  currency,
  target,
  preview,
  toggle,
}: {
  readonly shown: Shown
  readonly currency: string
  /** The healthFactor that they reach, where the venue's level is known. */
  readonly target: string | null
  readonly preview: Preview
  readonly toggle: (cure: Cure) => void
}) {
  const { cures } = shown
  const decimals = Math.max(0, ...cures.map((cure) => shownDecimals(cure, currency)))
  const goal = target === null ? 'the target' : formatNumber(target, { decimals: 2 })
  return (
    <Panel
      title="Cures"
      span="w4"
      sub={preview.status === 'none' ? `smallest amount that restores ${goal}` : 'preview, nothing is sent'}
      foot={
        cures.length === 0 ? undefined : 'Each alone reaches the target. Amounts round up. Reducing is always allowed.'
      }
    >
      {cures.length === 0 ? (
        shown.status === 'unknown' ? (
          <Empty title="No cure can be computed">A figure that it needs is missing; see above which.</Empty>
        ) : (
          <Empty title="Nothing to cure">
            {shown.healthFactor === null
              ? 'Nothing is required.'
              : `Health factor ${formatHealthFactor(shown.healthFactor)} is above ${goal}.`}
          </Empty>
        )
      ) : (
        <Scroller label="Cures, table">
          {' '}
          <table class="cures">
            <thead>
              <tr>
                <th scope="col">Cure</th>
                <th scope="col" class="n">
                  Amount
                </th>
                <th scope="col" class="n">
                  HF after
                </th>
                <th scope="col" class="wide-only">
                  <span class="hidden">On the scale</span>
                </th>
                <th scope="col">
                  <span class="hidden">Preview</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {cures.map((cure) => (
                <CureRow
                  key={cureKey(cure)}
                  cure={cure}
                  shown={shown}
                  currency={currency}
                  decimals={decimals}
                  preview={preview}
                  toggle={toggle}
                />
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      {preview.status === 'failed' && (
        <p class="foot" role="alert">
          The preview could not be read. {preview.error.message}
        </p>
      )}
      {preview.status === 'shown' &&
        preview.reply.refusals.map((refusal) => (
          <p class="foot" key={refusal.index}>
            Would be refused: {refusal.message}
          </p>
        ))}
    </Panel>
  )
}

function CureRow({
  cure,
  shown,
  currency,
  decimals,
  preview,
  toggle,
}: {
  readonly cure: Cure
  readonly shown: Shown
  readonly currency: string
  readonly decimals: number
  readonly preview: Preview
  readonly toggle: (cure: Cure) => void
}) {
  const key = cureKey(cure)
  const isShown = preview.status === 'shown' && preview.key === key
  const isPossible = commandsOf(cure, shown) !== null
  const amount = formatNumber(cure.amount, { decimals: shownDecimals(cure, currency), rounding: 'ceil' })
  return (
    <tr aria-selected={isShown}>
      <td>
        {VERBS[cure.kind]} <b>{cure.market ?? cure.asset ?? ''}</b>
        {cure.leg !== undefined && cure.leg !== 'net' && <Unit>{cure.leg}</Unit>}
        {cure.scope !== undefined && cure.scope !== 'cross' && <Unit>{cure.scope}</Unit>}
      </td>
      <td class="n">
        <Padded text={amount} to={decimals} title={cure.amount} />
      </td>
      <td class="n strong" title={cure.healthFactor ?? 'nothing is required after it'}>
        {cure.healthFactor === null ? 'none' : formatHealthFactor(cure.healthFactor)}
      </td>
      <td class="wide-only">
        <Strip healthFactor={cure.healthFactor} status="healthy" before={shown.healthFactor} width={72} />
      </td>
      <td class="n">
        <button
          type="button"
          class="button small"
          aria-pressed={isShown}
          disabled={!isPossible}
          title={isPossible ? undefined : 'no single command does this'}
          onClick={() => toggle(cure)}
        >
          {isShown ? 'Shown' : 'Preview'}
        </button>
      </td>
    </tr>
  )
}

/** Money at two decimals, everything else as given; always rounded up, so that what is shown is enough. */
function shownDecimals({ amount, asset }: Cure, currency: string): number {
  return asset !== undefined && asset === currency ? 2 : Math.min(DECIMALS_MAX, decimalsOf(amount))
}
