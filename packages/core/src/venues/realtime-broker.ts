import type { BrokerRulebook } from '../model/index.js'
import { ratio } from '../number/index.js'
import { finraRegT } from './finra-reg-t.js'

/** 15:45 New York. */
const SOFT_EDGE_END = 15 * 60 + 45

/**
 * A broker that watches in real time: no call, automatic liquidation as soon as excess liquidity (marginEquity − maintenance) is below 0,
 * except for a small deficit, which may wait until 15:45. docs/venues/realtime-broker.md.
 */
export const realtimeBroker: BrokerRulebook = {
  ...finraRegT,
  id: 'realtime-broker',
  version: 'realtime-broker@2026-06-04',
  source: 'a real-time broker’s published margin pages: excess liquidity, 5 % cushion, soft edge margining to 15:45 ET',
  breach: 'liquidate',
  cureWindowMs: null,
  // A cushion of 5 % of equity left: equity ÷ maintenance = 1 ÷ 0.95, up.
  warningLevel: ratio('1.052631578947368422'),
  native: { name: 'Excess Liquidity ratio', direction: 'up_is_safe' },
  call: { ...finraRegT.call, kind: 'house', businessDays: 0 },
  softEdge: { share: ratio('0.10'), untilMinutes: SOFT_EDGE_END },
  marks: new Map([...finraRegT.marks, ['warningLevel', 'derived']]),
}
