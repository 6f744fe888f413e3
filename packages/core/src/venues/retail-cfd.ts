import type { CfdRulebook } from '../model/index.js'
import { quantity, ratio } from '../number/index.js'

const SHARED = {
  validFrom: '2019-08-01',
  family: 'cfd',
  currency: 'USD',
  breach: 'liquidate',
  cureWindowMs: null,
  targetHealthFactor: ratio('1'),
  native: { name: 'Margin level over stop-out', direction: 'up_is_safe' },
} as const satisfies Partial<CfdRulebook>

/**
 * Retail CFDs in the European Union: initial margin by class of underlying, the whole account closed out at 50 % of it, no debt left behind.
 * docs/venues/esma-cfd.md.
 */
export const esmaCfd: CfdRulebook = {
  ...SHARED,
  id: 'esma-cfd',
  version: 'esma-cfd@2019-08',
  source: 'ESMA product intervention 2018/796, carried on by national rules since 2019',
  // "50 % or less" at one broker, "beneath 50 %" at another: the stricter for the account.
  boundary: 'liquidates',
  warningLevel: ratio('2'),
  classes: new Map([
    ['major_fx', ratio('0.0333')],
    ['minor_fx_gold_major_index', ratio('0.05')],
    ['commodity_minor_index', ratio('0.10')],
    ['share', ratio('0.20')],
    ['crypto', ratio('0.50')],
  ]),
  markets: new Map([
    ['EURUSD', { class: 'major_fx', lot: quantity('1') }],
    ['GBPUSD', { class: 'major_fx', lot: quantity('1') }],
    ['XAUUSD', { class: 'minor_fx_gold_major_index', lot: quantity('1') }],
  ]),
  basis: 'mark',
  hedged: 'sum',
  stopOutLevel: ratio('0.5'),
  isNegativeBalanceProtected: true,
  marks: new Map([
    ['boundary', 'to_check'],
    ['basis', 'to_check'],
  ]),
}

/**
 * An FX account as a common platform runs it: margin by the account's leverage (`settings.leverage`), a call at 100 % and a stop-out at 50 %
 * of used margin, at or below; largest loss first. Levels differ by broker. docs/venues/mt5-fx.md.
 */
export const mt5Fx: CfdRulebook = {
  ...SHARED,
  id: 'mt5-fx',
  version: 'mt5-fx@2026-11',
  validFrom: '2026-11-01',
  source: 'platform documentation and brokers’ pages: call 100 %, stop-out 50 %, largest loss first',
  boundary: 'liquidates',
  // The call level over the stop-out level.
  warningLevel: ratio('2'),
  classes: new Map(),
  markets: new Map(),
  basis: 'mark',
  hedged: 'larger',
  stopOutLevel: ratio('0.5'),
  isNegativeBalanceProtected: false,
  marks: new Map([
    ['basis', 'to_check'],
    ['hedged', 'to_check'],
  ]),
}
