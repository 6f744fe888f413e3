import type { BrokerRulebook } from '../model/index.js'
import { ratio } from '../number/index.js'
import { FINRA_4210, FINRA_4210_MARKS } from './finra-4210.js'
import { nyse } from './nyse-calendar.js'

/** A day in ms. */
const DAY_MS = 86_400_000

/**
 * A US margin account: Regulation T for opening, FINRA Rule 4210(c) and (f)(2) for keeping, without a house's own rates.
 * docs/venues/finra-reg-t.md says what is in and what is not.
 */
export const finraRegT: BrokerRulebook = {
  ...FINRA_4210,
  id: 'finra-reg-t',
  version: 'finra-reg-t@2026-06-04',
  validFrom: '2026-06-04',
  source:
    '12 CFR 220.12 (initial), 220.2 (payment); FINRA Rule 4210(b), (c), (d)(2), (f)(2); a call may stand at most 15 business days, firms set 2 to 5 days',
  family: 'broker',
  currency: 'USD',
  // A call exists when equity is below the requirement; equality is fine.
  boundary: 'safe',
  breach: 'call',
  cureWindowMs: 2 * DAY_MS,
  warningLevel: ratio('1.25'),
  targetHealthFactor: ratio('1'),
  native: null,
  concentration: [],
  // The firm's choice; two business days, the short end of what firms set.
  call: { kind: 'maintenance', restoreTo: 'maintenance', businessDays: 2, calendar: nyse },
  softEdge: null,
  securities: new Map(),
  options: new Map(),
  marks: FINRA_4210_MARKS,
}
