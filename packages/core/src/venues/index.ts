import { fail, suggestion } from '../errors.js'
import type { DerivativesRulebook, MarketId, RiskTier, Rulebook, VenueId } from '../model/index.js'
import { aaveV3Ethereum } from './aave-v3/rulebook.js'
import { binanceCoinm } from './binance-coinm.js'
import { binanceUsdm } from './binance-usdm.js'
import { bitmex } from './bitmex.js'
import { bybitInverse, bybitInverse2026 } from './bybit-inverse.js'
import { bybitLinear } from './bybit-linear.js'
import { cmeFutures } from './cme-futures.js'
import { compoundV2 as compoundV2Rules } from './compound-v2/rulebook.js'
import { compoundV3Usdc } from './compound-v3/rulebook.js'
import { deribit, deribitLinear } from './deribit.js'
import { drift } from './drift-v2.js'
import { dydx } from './dydx-v4.js'
import { finraPortfolioMargin } from './finra-portfolio-margin.js'
import { finraRegT } from './finra-reg-t.js'
import { ftxHistorical } from './ftx.js'
import { gate } from './gate.js'
import { gmx } from './gmx-v2.js'
import { house } from './house.js'
import { hyperliquid } from './hyperliquid.js'
import { krakenFutures } from './kraken-futures.js'
import { liquityV1 as liquityV1Rules } from './liquity-v1/rulebook.js'
import { makerEthA, makerEthABlackThursday } from './maker/rulebook.js'
import { morphoBlue as morphoBlueRules } from './morpho-blue/rulebook.js'
import { okxSwaps } from './okx.js'
import { perpetualProtocol } from './perp-v2.js'
import { phemexLinear } from './phemex.js'
import { realtimeBroker } from './realtime-broker.js'
import { esmaCfd, mt5Fx } from './retail-cfd.js'
import { synthetix } from './synthetix-v3.js'

export * as aaveV3 from './aave-v3/index.js'
export * from './compare.js'
export * as compoundV2 from './compound-v2/index.js'
export * as compoundV3 from './compound-v3/index.js'
export * from './describe.js'
export { finraRegT } from './finra-reg-t.js'
export { inlineRulebook } from './inline.js'
export { type GivenOption, withInstruments, withOptions } from './instruments.js'
export { type LintFinding, type LintOptions, lintRulebook } from './lint.js'
export * as liquityV1 from './liquity-v1/index.js'
export * as maker from './maker/index.js'
export * as morphoBlue from './morpho-blue/index.js'
export { morphoRulebook } from './morpho-blue/rulebook.js'
export { nyse } from './nyse-calendar.js'

/** Every named rulebook, in the order of their names. A new venue is one file and one line here. */
export const VENUES: readonly Rulebook[] = [
  aaveV3Ethereum,
  binanceCoinm,
  binanceUsdm,
  bitmex,
  bybitInverse,
  bybitInverse2026,
  bybitLinear,
  cmeFutures,
  compoundV2Rules,
  compoundV3Usdc,
  deribit,
  deribitLinear,
  drift,
  dydx,
  esmaCfd,
  finraPortfolioMargin,
  finraRegT,
  ftxHistorical,
  gate,
  gmx,
  house,
  hyperliquid,
  krakenFutures,
  liquityV1Rules,
  makerEthA,
  makerEthABlackThursday,
  morphoBlueRules,
  mt5Fx,
  okxSwaps,
  perpetualProtocol,
  phemexLinear,
  realtimeBroker,
  synthetix,
]

/**
 * A rulebook by its name.
 * @throws `unknown_venue` with the nearest known name
 * @example rulebookOf('binance-usdm').version // 'binance-usdm@2024-11'
 */
export function rulebookOf(id: VenueId): Rulebook {
  const found = VENUES.find((venue) => venue.id === id)
  if (found !== undefined) return found
  const known = VENUES.map((venue) => venue.id)
  return fail('unknown_venue', `No venue is called "${id}".${suggestion(id, known) || ` Known: ${known.join(', ')}.`}`)
}

/**
 * A derivatives rulebook with other tier tables; its version says so. A market that the rulebook does not have yet takes its tick, lot
 * and fee from `like`.
 */
export function withTiers(
  book: DerivativesRulebook,
  tables: ReadonlyMap<MarketId, readonly RiskTier[]>,
  options: { readonly like: MarketId; readonly name: string },
): DerivativesRulebook {
  const model = book.markets.get(options.like)
  if (model === undefined) return fail('unknown_market', `${book.id} has no market ${options.like}.`)
  const markets = new Map(book.markets)
  for (const [id, tiers] of tables) {
    const rule = markets.get(id) ?? { ...model, market: { ...model.market, id, base: baseOf(id, model.market.quote) } }
    markets.set(id, { ...rule, tiers })
  }
  return { ...book, version: `${book.version}+${options.name}`, markets }
}

function baseOf(market: MarketId, quote: string): string {
  const name = market.split('-')[0] ?? market
  return name.endsWith(quote) ? name.slice(0, -quote.length) : name
}
