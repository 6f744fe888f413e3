import { fileURLToPath } from 'node:url'
import { type Price, price, quantity } from '@plimsoll/core'
import type { GenerateMarket } from '../generate.js'
import { readTiers, tierKeyOf } from '../tiers.js'

/** BTCUSDT and ETHUSDT as they opened on 12 March 2020, with the fixture's tiers. */
export function marchMarkets(): readonly GenerateMarket[] {
  const tables = readTiers(fileURLToPath(new URL('../fixtures/leverage-tiers.json', import.meta.url)))
  const market = (name: string, at: Price, tick: string): GenerateMarket => ({
    market: name,
    price: at,
    tick: price(tick),
    lot: quantity('0.001'),
    tiers: tables.get(tierKeyOf(name, tables.keys())) ?? [],
  })
  return [market('BTCUSDT', price('7934.58'), '0.1'), market('ETHUSDT', price('194.61'), '0.01')]
}
