import {
  absolute,
  divCeil,
  divFloor,
  formatDecimal,
  larger,
  notionalCeil,
  notionalFloor,
  type Price,
  portionCeil,
  type Quantity,
  type Ratio,
  type RiskTier,
  subtract,
  tierAt,
  type Value,
  WAD,
} from '@plimsoll/core'
import { failInput } from '../errors.js'
import {
  ENTRY_SPREAD_PER_MILLE,
  EQUITY_PERCENT,
  FREE_CASH_PERCENT,
  HEDGE_PERCENT,
  KINDS,
  LEVERAGES,
  NOTIONALS,
  SIDES,
} from './distributions.js'
import { createDraw, type Draw } from './draw.js'

export interface GenerateMarket {
  readonly market: string
  /** Where the replay starts; entries lie around it. */
  readonly price: Price
  readonly tick: Price
  readonly lot: Quantity
  readonly tiers: readonly RiskTier[]
}

export interface GenerateOptions {
  /** ≥ 0. Accounts of a larger count begin with those of a smaller one. */
  readonly count: number
  /** 0 to 4294967295. */
  readonly seed: number
  readonly markets: readonly GenerateMarket[]
  /** What balances are held in; USDT when left out. */
  readonly asset?: string
}

/** An account document (amounts as decimal strings, quantities signed). Prices are the replay's to give. */
export interface GeneratedAccount {
  readonly id: string
  readonly venue: 'binance-usdm'
  readonly settings: { readonly leverage: Readonly<Record<string, string>> }
  readonly balances: Readonly<Record<string, string>>
  readonly positions: readonly GeneratedPosition[]
}

export interface GeneratedPosition {
  readonly market: string
  readonly quantity: string
  readonly entryPrice: string
  readonly isolatedMargin?: string
  readonly leg?: 'long' | 'short'
}

/** Money stands on the asset's own grid of 8 decimals. */
const GRID = 10n ** 10n
const ID_DIGITS = 6

interface Opened {
  readonly market: GenerateMarket
  readonly quantity: Quantity
  readonly entryPrice: Price
}

/**
 * Account documents that follow from the seed alone; `distributions.ts` says how they are spread. Every account can open what it holds:
 * its equity at the start price is 102–130 % of the initial requirement at its leverage, which its tier allows.
 * @throws `option_invalid` a count, a seed or a market that cannot be
 * @example [...generateAccounts({ count: 2, seed: 7, markets })].map(({ id }) => id) // ['a-000001', 'a-000002']
 */
export function generateAccounts(options: GenerateOptions): Generator<GeneratedAccount, void, undefined> {
  checkOptions(options)
  return accountsOf(options, createDraw(options.seed))
}

function* accountsOf(options: GenerateOptions, draw: Draw): Generator<GeneratedAccount, void, undefined> {
  const digits = Math.max(ID_DIGITS, String(options.count).length) // one width, so that ids sort as they count
  for (let number = 1; number <= options.count; number++) {
    yield accountOf(`a-${String(number).padStart(digits, '0')}`, { options, draw })
  }
}

function accountOf(id: string, from: { options: GenerateOptions; draw: Draw }): GeneratedAccount {
  const { draw } = from
  const { markets, asset = 'USDT' } = from.options
  const kind = draw.weighted(KINDS)
  const leverageWanted = draw.weighted(LEVERAGES)
  const first = draw.integer(0, markets.length - 1)
  const market = markets[first] as GenerateMarket
  const side = draw.weighted(SIDES)
  const notional = notionalDrawn(draw)
  const opened = [open(market, { side, notional, draw })]
  if (kind === 'pair' && markets.length > 1) {
    const second = (first + draw.integer(1, markets.length - 1)) % markets.length
    const other = { side: draw.weighted(SIDES), notional: notionalDrawn(draw), draw }
    opened.push(open(markets[second] as GenerateMarket, other))
  }
  if (kind === 'hedged') {
    const percent = BigInt(draw.integer(HEDGE_PERCENT.from, HEDGE_PERCENT.to))
    const smaller = divFloor(notional * percent, 100n) as Value
    opened.push(open(market, { side: side === 'long' ? 'short' : 'long', notional: smaller, draw }))
  }

  const leverage: Record<string, number> = {}
  for (const position of opened) {
    const name = position.market.market
    leverage[name] = Math.min(leverage[name] ?? leverageWanted, leverageAllowed(position))
  }
  const margin = marginOf(opened, { leverage, draw })
  const isolated = kind === 'isolated'
  const freePercent = BigInt(draw.integer(FREE_CASH_PERCENT.from, FREE_CASH_PERCENT.to))
  const balance = isolated ? divFloor(margin * freePercent, 100n * GRID) * GRID : margin
  return {
    id,
    venue: 'binance-usdm',
    settings: { leverage: Object.fromEntries(Object.entries(leverage).map(([name, times]) => [name, String(times)])) },
    balances: { [asset]: formatDecimal(balance) },
    positions: opened.map((position) => ({
      market: position.market.market,
      quantity: formatDecimal(position.quantity),
      entryPrice: formatDecimal(position.entryPrice),
      ...(isolated ? { isolatedMargin: formatDecimal(margin) } : {}),
      ...(kind === 'hedged' ? { leg: position.quantity > 0n ? 'long' : 'short' } : {}),
    })),
  }
}

function notionalDrawn(draw: Draw): Value {
  return (draw.quantile(NOTIONALS) * 10n ** 16n) as Value // cents
}

/** A position of about the notional: whole lots, at least one, at most what the last tier allows; its entry on the tick. */
function open(market: GenerateMarket, wanted: { side: 'long' | 'short'; notional: Value; draw: Draw }): Opened {
  const { price, tick, lot } = market
  const cap = market.tiers.at(-1)?.cap ?? null
  const notional = cap !== null && cap < wanted.notional ? cap : wanted.notional
  const lots = divFloor(notional * WAD, price * lot)
  const size = (lots < 1n ? 1n : lots) * lot
  const reach = Number(divFloor(price * ENTRY_SPREAD_PER_MILLE, 1000n * tick)) // a count of ticks
  const entryTicks = divFloor(price, tick) + BigInt(wanted.draw.integer(-reach, reach))
  return {
    market,
    quantity: (wanted.side === 'long' ? size : -size) as Quantity,
    entryPrice: (entryTicks * tick) as Price,
  }
}

/** The highest whole leverage that the tier allows, for the notional at the entry or at the start price, whichever is larger. */
function leverageAllowed({ market, quantity, entryPrice }: Opened): number {
  const notional = notionalCeil(absolute(quantity), larger(entryPrice, market.price))
  const allowed = Number(divFloor(tierAt(market.tiers, notional).leverageMax, WAD)) // whole, at most a few hundred
  return Math.max(1, allowed)
}

/** Cash that makes the equity at the start price the requirement at the chosen leverage, times a small buffer. */
function marginOf(opened: readonly Opened[], by: { leverage: Readonly<Record<string, number>>; draw: Draw }): Value {
  let requirement = 0n
  let unrealizedPnl = 0n
  for (const { market, quantity, entryPrice } of opened) {
    const times = BigInt(by.leverage[market.market] ?? 1)
    requirement += divCeil(notionalCeil(absolute(quantity), market.price), times)
    unrealizedPnl += notionalFloor(quantity, subtract(market.price, entryPrice))
  }
  const buffer = (BigInt(by.draw.integer(EQUITY_PERCENT.from, EQUITY_PERCENT.to)) * 10n ** 16n) as Ratio // percent
  const equity = portionCeil(requirement as Value, buffer)
  return (divCeil(equity - unrealizedPnl, GRID) * GRID) as Value
}

function checkOptions({ count, markets }: GenerateOptions): void {
  if (!Number.isSafeInteger(count) || count < 0)
    failInput('option_invalid', `A count of ${count} is not possible: give a whole number, 0 or more.`)
  if (markets.length === 0) failInput('option_invalid', 'Accounts need a market: name at least one.')
  for (const { market, price, tick, lot, tiers } of markets) {
    if (tick <= 0n || lot <= 0n) failInput('option_invalid', `${market} needs a tick and a lot above 0.`)
    if (price < tick)
      failInput(
        'option_invalid',
        `${market} starts at ${formatDecimal(price)}, below its tick: give the market's price.`,
      )
    if (tiers.length === 0) failInput('option_invalid', `${market} has no tiers: give its table.`)
  }
}
