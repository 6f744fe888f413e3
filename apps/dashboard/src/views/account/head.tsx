import { useState } from 'preact/hooks'
import { formatHealthFactor } from '../../number/format.js'
import { Absence } from '../../parts/figure.js'
import { StatusWord } from '../../parts/status.js'
import { ScaleStrip } from '../../parts/strip.js'
import { useWidth } from '../../parts/use-width.js'
import { addressOf } from '../../router.js'
import type { Shown } from './shown.js'
import type { Verdict } from './verdict.js'

/** Who it is, the one number of the page, where it stands on the scale, and what follows. */
export function AccountHead({
  id,
  shown,
  before,
  verdict,
  openLiquidations,
}: {
  readonly id: string
  readonly shown: Shown
  readonly before: Shown | null
  readonly verdict: Verdict
  readonly openLiquidations: number
}) {
  const { ref, width } = useWidth<HTMLDivElement>()
  return (
    <header class="account-head">
      <div class="who">
        <p class="mid">
          <a href={addressOf('accounts')}>Accounts</a> / {shown.venue}
        </p>
        <h1 class="id">{id}</h1>
        <p class="dim">
          {shown.scopes.length === 1 ? (shown.scopes[0]?.kind ?? '') : `${shown.scopes.length} scopes`} · rules{' '}
          <span class="id">{shown.ruleVersion}</span>
        </p>
      </div>
      <div class="standing">
        <span class={`health ${shown.status}`} data-figure="healthFactor" title={shown.healthFactor ?? undefined}>
          {shown.healthFactor === null ? (
            <Absence reason={shown.healthFactorReason} />
          ) : (
            formatHealthFactor(shown.healthFactor)
          )}
        </span>
        <div>
          <StatusWord status={shown.status} />
          <p class="dim">
            health factor
            {before === null
              ? ''
              : `, now ${before.healthFactor === null ? 'none' : formatHealthFactor(before.healthFactor)}`}
          </p>
        </div>
      </div>
      <div class="scale" ref={ref}>
        {width > 0 && (
          <ScaleStrip
            healthFactor={shown.healthFactor}
            status={shown.status}
            before={before?.healthFactor ?? null}
            width={Math.min(560, width)}
          />
        )}
        <p class="mid verdict" data-verdict>
          {before !== null && 'Then: '}
          {verdict.lead} {verdict.figure !== '' && <b>{verdict.figure}</b>} {verdict.rest}
        </p>
      </div>
      <div class="acts">
        {openLiquidations > 0 && (
          <a class="button" href={addressOf('liquidations', { account: id })}>
            Liquidation
          </a>
        )}
        <Copy name="Copy link" text={() => location.href} />
        <Copy name="Copy answer" text={() => JSON.stringify(shown, null, 2)} />
      </div>
    </header>
  )
}

function Copy({ name, text }: { readonly name: string; readonly text: () => string }) {
  const [isDone, setDone] = useState(false)
  return (
    <button
      type="button"
      class="button"
      onClick={() => {
        navigator.clipboard?.writeText(text()).then(
          () => {
            setDone(true)
            setTimeout(() => setDone(false), 1500)
          },
          () => undefined,
        )
      }}
    >
      {isDone ? 'Copied' : name}
    </button>
  )
}
