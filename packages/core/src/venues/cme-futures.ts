import type { FuturesRulebook } from '../model/index.js'
import { ratio } from '../number/index.js'
import { nyse } from './nyse-calendar.js'

/**
 * Exchange futures in a US account: cash settled daily, a call back to INITIAL as soon as the balance is below maintenance. Performance bonds
 * change from day to day, so no contract is built in: a document gives each under `instruments`. docs/venues/cme-futures.md.
 */
export const cmeFutures: FuturesRulebook = {
  id: 'cme-futures',
  version: 'cme-futures@2026-11',
  validFrom: '2026-11-01',
  source: 'clearing house practice: a balance below maintenance is called to initial by the next morning',
  family: 'futures',
  currency: 'USD',
  boundary: 'safe',
  breach: 'call',
  cureWindowMs: null,
  warningLevel: ratio('1.25'),
  targetHealthFactor: ratio('1'),
  native: null,
  markets: new Map(),
  // "Next morning" is taken as the close of the next business day of the stock exchange; holidays of the futures exchange differ.
  call: { kind: 'futures', restoreTo: 'initial', businessDays: 1, calendar: nyse },
  marks: new Map([['call.businessDays', 'to_check']]),
}
