import type { BrokerRulebook } from '../model/index.js'
import { price, ratio } from '../number/index.js'
import { finraRegT } from './finra-reg-t.js'

/**
 * An example of a house over the same rules: 30 % of longs, more where one security is most of the account, and house calls. A firm's own
 * rates by security go into `securities` as `house_stock`. Source: a firm's published schedule of 30, 35 above 70 % and 40 above 90 % of
 * the account (docs/venues/house.md).
 */
export const house: BrokerRulebook = {
  ...finraRegT,
  id: 'house',
  version: 'house@2026-06-04',
  source: 'FINRA Rule 4210 with a published house schedule: 30 %, 35 % above 70 % of the account, 40 % above 90 %',
  maintenanceRateLong: ratio('0.30'),
  maintenanceShort: [
    ...finraRegT.maintenanceShort.slice(0, 3),
    { from: price('14.285714285714285715'), rate: ratio('0.35'), perShare: price('0') },
  ],
  maintenanceRateShort: ratio('0.35'),
  concentration: [
    { share: ratio('0.7'), rate: ratio('0.35') },
    { share: ratio('0.9'), rate: ratio('0.40') },
  ],
  call: { ...finraRegT.call, kind: 'house' },
  marks: new Map([...finraRegT.marks, ['maintenanceShort', 'derived']]),
}
