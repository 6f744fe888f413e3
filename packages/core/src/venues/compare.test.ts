import { describe, expect, test } from 'vitest'
import { PlimsollError } from '../errors.js'
import { price, value } from '../number/index.js'
import { compareVenues } from './compare.js'
import { describeVenue, summarizeVenue } from './describe.js'
import { rulebookOf, VENUES } from './index.js'

describe('the comparison of one underlying', () => {
  const compared = compareVenues('BTCUSDT', VENUES, {
    price: price('50000'),
    notionals: [value('50000'), value('5000000')],
  })
  const ratesOf = (venue: string) => compared.venues.find((each) => each.venue === venue)?.rates

  test('has every derivatives venue that has the coin, under whatever name', () => {
    expect(compared.base).toBe('BTC')
    expect(compared.venues.map(({ venue }) => venue)).toContain('bitmex') // XBT
    expect(compared.venues.map(({ venue }) => venue)).not.toContain('finra-reg-t')
  })

  test('says what each venue asks of a position of that notional', () => {
    // On the floor of the second bracket: 50,000 × 0.5 % − 50 = 200.
    expect(ratesOf('binance-usdm')?.[0]).toEqual({ notional: '50000', initialRate: '0.01', maintenanceRate: '0.004' })
    // 5,000,000 × 1 % − 11,450 = 38,550.
    expect(ratesOf('binance-usdm')?.[1]).toMatchObject({ initialRate: '0.02', maintenanceRate: '0.00771' })
    // 100 coins: 2 % + 0.005 % × 100.
    expect(ratesOf('deribit')?.[1]).toMatchObject({ initialRate: '0.025', maintenanceRate: '0.015' })
    expect(ratesOf('hyperliquid')?.[1]).toMatchObject({ initialRate: '0.025', maintenanceRate: '0.0125' })
  })

  test('beyond what was sourced there is no rate, and it says why', () => {
    expect(ratesOf('bybit-linear')?.[1]).toMatchObject({ initialRate: null, initialRateReason: 'not_sourced' })
    expect(ratesOf('kraken-futures')?.[0]).toMatchObject({
      maintenanceRate: null,
      maintenanceRateReason: 'not_sourced',
    })
  })

  test('without a price, rates by coins wait for one and the others do not', () => {
    const without = compareVenues('BTCUSDT', VENUES, { notionals: [value('50000')] })
    const rate = (venue: string) => without.venues.find((each) => each.venue === venue)?.rates[0]
    expect(rate('binance-usdm')).toEqual(ratesOf('binance-usdm')?.[0])
    expect(rate('deribit')).toMatchObject({ initialRate: null, initialRateReason: 'price_needed' })
  })

  test('of a market that nobody has is refused with the nearest name', () => {
    expect(() => compareVenues('BTCUSDTT', VENUES)).toThrow(PlimsollError)
    expect(() => compareVenues('BTCUSDTT', VENUES)).toThrow(/BTCUSDT/)
  })
})

describe('the description of a venue', () => {
  test('has parameters, formulas, source and what is not sourced', () => {
    const deribit = describeVenue(rulebookOf('deribit'))
    expect(deribit.parameters).toContainEqual({ of: 'BTC-PERPETUAL', name: 'initial', value: '0.02 + 0.00005 a coin' })
    expect(deribit.formulas.at(-1)).toContain('equality liquidates')
    expect(deribit.notSourced.length).toBeGreaterThan(0)
    expect(deribit.page).toBe('docs/venues/deribit.md')
  })

  test.each(VENUES.map((venue) => [venue.id, venue] as const))(
    '%s has a source, a version, and a day where one is known',
    (_, venue) => {
      const { source, version, validFrom } = describeVenue(venue)
      expect(source.length).toBeGreaterThan(20)
      expect(version).toContain('@')
      // Contracts hold from their deployment on; where that day is not sourced there is none.
      if (validFrom !== null) expect(validFrom).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      else expect(venue.family).toBe('lending')
      expect(summarizeVenue(venue).id).toBe(venue.id)
    },
  )
})
