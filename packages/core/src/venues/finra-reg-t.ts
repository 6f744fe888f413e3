import type { BrokerRulebook } from '../model/index.js'
import { price, ratio } from '../number/index.js'

/** A day in ms. */
const DAY_MS = 86_400_000

/**
 * A US margin account: Regulation T for opening, FINRA Rule 4210(c) for keeping, in the part that this version has: listed stocks, long
 * and short. docs/venues/finra-reg-t.md says what is in and what is not.
 *
 * Short maintenance a share: under $5 the greater of $2.50 and 100 %; from $5 the greater of $5.00 and 30 %. By price: 2.50 up to 2.50,
 * then the price up to 5, then 5.00 up to 16.666…, then 30 %. The last edge is where 0.3 × price reaches 5: both bands agree on it to
 * within the rounding, so the edge is rounded up.
 */
export const finraRegT: BrokerRulebook = {
  id: 'finra-reg-t',
  version: 'finra-reg-t@2024-05-28',
  validFrom: '2024-05-28',
  source:
    '12 CFR 220.12 (initial); FINRA Rule 4210(c) (maintenance); a call may stand at most 15 business days, firms set 2 to 5 days',
  family: 'broker',
  currency: 'USD',
  // A call exists when equity is below the requirement; equality is fine.
  boundary: 'safe',
  breach: 'call',
  // The firm's choice; two days, the short end of what firms set.
  cureWindowMs: 2 * DAY_MS,
  warningLevel: ratio('1.25'),
  targetHealthFactor: ratio('1'),
  native: null,
  initialRateLong: ratio('0.5'),
  initialRateShort: ratio('0.5'),
  maintenanceRateLong: ratio('0.25'),
  maintenanceShort: [
    { from: price('0'), rate: ratio('0'), perShare: price('2.5') },
    { from: price('2.5'), rate: ratio('1'), perShare: price('0') },
    { from: price('5'), rate: ratio('0'), perShare: price('5') },
    { from: price('16.666666666666666667'), rate: ratio('0.3'), perShare: price('0') },
  ],
}
