import { useState } from 'preact/hooks'
import { now, store, useChannel } from '../../data/live.js'
import { useResource } from '../../data/resource.js'
import { getJson } from '../../data/rest.js'
import type { AccountReply } from '../../data/wire.js'
import { isZero } from '../../number/decimal.js'
import { Bar, Empty, Failed, Panel } from '../../parts/panel.js'
import { addressOf } from '../../router.js'
import { Balances } from './balances.js'
import { Cures } from './cures.js'
import { Figures } from './figures.js'
import { AccountHead } from './head.js'
import { Positions } from './positions.js'
import { Scopes, Why } from './scopes.js'
import { nearestScope, type Shown, vesselFigures } from './shown.js'
import { usePreview } from './use-preview.js'
import { verdictOf } from './verdict.js'
import { Vessel } from './vessel.js'

/** One account: read once, then kept up by the stream; a preview redraws all of it. */
export function AccountView({ id }: { readonly id: string }) {
  useChannel('accounts', id)
  const { state, retry } = useResource(id, (signal) =>
    getJson<AccountReply>(`v1/accounts/${encodeURIComponent(id)}`, signal),
  )
  const streamed = store.accounts.value.get(id)
  const read = state.status === 'ready' ? state.value : undefined
  const reply =
    streamed === undefined || (read !== undefined && read.journalSeq > streamed.journalSeq) ? read : streamed
  if (reply !== undefined) return <Known id={id} reply={reply} />
  if (state.status === 'error') {
    return (
      <div class="panel">
        <h1 class="hidden">{id}</h1>
        {state.error.status === 404 ? (
          <div class="message" role="alert">
            <h3>No account {id}</h3>
            <p>The engine holds no account of this name. It may be written otherwise, or not be loaded yet.</p>
            <a class="button" href={addressOf('accounts')}>
              All accounts
            </a>
          </div>
        ) : (
          <Failed what="The account" error={state.error} retry={retry} />
        )}
      </div>
    )
  }
  return <Loading id={id} />
}

function Known({ id, reply }: { readonly id: string; readonly reply: AccountReply }) {
  const { preview, toggle } = usePreview(id)
  const [pickedScope, pickScope] = useState<string | null>(null)
  const isPreview = preview.status === 'shown'
  const shown: Shown = isPreview ? preview.reply.after : reply
  const before: Shown | null = isPreview ? preview.reply.before : null
  const venue = store.system.value?.venues.find(({ id: name }) => name === shown.venue)
  const currency = venue?.currency ?? ''
  const verdict = verdictOf({ shown, currency, warningLevel: venue?.warningLevel ?? null, nowMs: now.value })
  const scope = shown.scopes.find((each) => each.id === pickedScope) ?? nearestScope(shown)
  const figures = scope === null ? null : vesselFigures(shown, scope)
  const scopeBefore = before?.scopes.find((each) => each.id === scope?.id)
  const figuresBefore = before === null || scopeBefore === undefined ? null : vesselFigures(before, scopeBefore)
  return (
    <>
      <AccountHead
        id={id}
        shown={shown}
        before={before}
        verdict={verdict}
        openLiquidations={reply.liquidations.length}
      />
      <div class="grid account">
        <Panel
          title="Equity against requirement"
          span="w5"
          sub="deck = margin equity, water = requirement"
          controls={
            shown.scopes.length > 1 && (
              <>
                <label class="hidden" for="vessel-scope">
                  Scope that is drawn
                </label>
                <select
                  id="vessel-scope"
                  value={scope?.id ?? ''}
                  onChange={(event) => pickScope(event.currentTarget.value)}
                >
                  {shown.scopes.map((each) => (
                    <option key={each.id} value={each.id}>
                      {each.id}
                    </option>
                  ))}
                </select>
              </>
            )
          }
        >
          {figures !== null && isZero(figures.marginEquity) && isZero(figures.requirement) ? (
            <Empty>Nothing is held here and nothing is required.</Empty>
          ) : figures === null ? (
            <Empty>A figure is unknown, so nothing is drawn. The missing input is named above.</Empty>
          ) : (
            <Vessel figures={figures} before={figuresBefore} />
          )}
        </Panel>
        <Figures shown={shown} before={before} currency={currency} />
        <Cures
          currency={currency}
          shown={isPreview ? preview.reply.before : reply}
          target={venue?.warningLevel ?? null}
          preview={preview}
          toggle={(cure) => void toggle(cure, reply)}
        />
        {shown.positions.length > 0 && <Positions shown={shown} />}
        <Balances shown={shown} />
        <Scopes shown={shown} />
        <Why shown={shown} />
      </div>
    </>
  )
}

function Loading({ id }: { readonly id: string }) {
  return (
    <>
      <header class="account-head">
        <div class="who">
          <p class="mid">
            <a href={addressOf('accounts')}>Accounts</a>
          </p>
          <h1 class="id">{id}</h1>
          <p class="dim">
            <Bar width="140px" />
          </p>
        </div>
        <div class="standing">
          <span class="health">
            <Bar width="110px" />
          </span>
        </div>
        <div class="scale" />
      </header>
      <div class="grid account">
        <Panel title="Equity against requirement" span="w5" sub="deck = margin equity, water = requirement">
          <div class="vessel-space" />
        </Panel>
        <Panel title="Figures" span="w3">
          <div class="vessel-space" />
        </Panel>
        <Panel title="Cures" span="w4">
          <div class="vessel-space" />
        </Panel>
      </div>
    </>
  )
}
