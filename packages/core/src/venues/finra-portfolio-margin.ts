import type { ScenarioRulebook } from '../model/index.js'
import { ratio, value } from '../number/index.js'
import { nyse } from './nyse-calendar.js'

/**
 * Portfolio margin of US securities: the worst of ten moves, five down and five up, by class of underlying. docs/venues/finra-portfolio-margin.md.
 */
export const finraPortfolioMargin: ScenarioRulebook = {
  id: 'finra-portfolio-margin',
  version: 'finra-portfolio-margin@2026-06-04',
  validFrom: '2026-06-04',
  source: 'FINRA Rule 4210(g): ranges by class, 37.50 per contract, deficiencies cured in 3 business days',
  family: 'scenario',
  currency: 'USD',
  boundary: 'safe',
  breach: 'call',
  cureWindowMs: null,
  warningLevel: ratio('1.25'),
  targetHealthFactor: ratio('1'),
  native: null,
  ranges: new Map([
    ['broad_index', { down: ratio('-0.08'), up: ratio('0.06') }],
    ['narrow_index', { down: ratio('-0.15'), up: ratio('0.15') }],
    ['stock', { down: ratio('-0.15'), up: ratio('0.15') }],
    ['leveraged_fund', { down: ratio('-0.15'), up: ratio('0.15') }],
  ]),
  perContract: value('37.5'),
  // Without real-time monitoring; 100,000 with it, 500,000 where trades are executed away.
  minimumEquity: value('150000'),
  call: { kind: 'portfolio', restoreTo: 'maintenance', businessDays: 3, calendar: nyse },
  securities: new Map(),
  options: new Map(),
  marks: new Map([['minimumEquity', 'to_check']]),
}
