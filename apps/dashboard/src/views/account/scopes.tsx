import { subtract } from '../../number/decimal.js'
import { formatEquity, formatHealthFactor, formatRequirement } from '../../number/format.js'
import { Absence, Figure } from '../../parts/figure.js'
import { Panel, Scroller } from '../../parts/panel.js'
import { StatusWord } from '../../parts/status.js'
import { Numbers } from './positions.js'
import type { Shown } from './shown.js'

/** What shares collateral, each with a line of its own: decisions fall by scope. */
export function Scopes({ shown }: { readonly shown: Shown }) {
  return (
    <Panel title="Scopes" span="w5" sub="what shares collateral; decisions fall by scope">
      <Scroller label="Scopes, table">
        <table class="scopes sticky">
          <thead>
            <tr>
              <th scope="col">Scope</th>
              <th scope="col">Status</th>
              <Numbers names={['Health factor', 'Equity', 'Requirement', 'Excess margin']} />
            </tr>
          </thead>
          <tbody>
            {shown.scopes.map((scope) => (
              <tr key={scope.id}>
                <td>{scope.id}</td>
                <td>
                  <StatusWord status={scope.status} />
                </td>
                <td class="n strong">
                  <Figure value={scope.healthFactor} reason={scope.healthFactorReason} format={formatHealthFactor} />
                </td>
                <td class="n">
                  <Figure value={scope.equity} reason={scope.equityReason} format={formatEquity} />
                </td>
                <td class="n">
                  <Figure
                    value={scope.maintenance?.requirement ?? null}
                    reason={scope.maintenanceReason}
                    format={formatRequirement}
                  />
                </td>
                <td class="n">
                  {scope.maintenance === null ? (
                    <Absence reason={scope.maintenanceReason} />
                  ) : (
                    formatEquity(subtract(scope.maintenance.marginEquity, scope.maintenance.requirement), {
                      signed: true,
                    })
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </Panel>
  )
}

/** The reasoning, where the answer carries it: formula, then value. */
export function Why({ shown }: { readonly shown: Shown }) {
  if (shown.why.length === 0) return null
  return (
    <Panel title="Why?" span="w12" sub="the steps of this assessment, each formula with its result">
      <Scroller label="Why, table">
        <table class="why">
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col">Scope</th>
              <th scope="col">Formula</th>
              <th scope="col" class="n">
                Value
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.why.map((step, index) => (
              <tr key={index}>
                <td>
                  <b>{step.name}</b>
                </td>
                <td class="mid">{step.scope}</td>
                <td class="mid">{step.formula}</td>
                <td class="n id">{step.value.replace('-', '−')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </Panel>
  )
}
