import { expect } from 'vitest'
import { check, parseDocument } from '../answers/index.js'
import { createEngine, type Engine, houseKey, type TriggersKind } from '../engine/index.js'
import { commandCodec, type Event, type Json, type Reply, type Rulebook } from '../model/index.js'
import { formatDecimal } from '../number/index.js'
import { rulebookOf } from '../venues/index.js'

const VENUES = [rulebookOf('binance-usdm'), rulebookOf('finra-reg-t')]

/** An engine with a clock of its own: every command comes a second after the last. */
export class Desk {
  readonly engine: Engine
  readonly events: Event[] = []
  atMs = 0

  constructor(options: { rulebooks?: readonly Rulebook[]; triggers?: TriggersKind } = {}) {
    this.engine = createEngine({
      rulebooks: options.rulebooks ?? VENUES,
      ...(options.triggers && { triggers: options.triggers }),
    })
  }

  do(json: Json, afterMs = 1000): Reply {
    this.atMs += afterMs
    const { reply, events } = this.engine.apply(commandCodec.decode(json, 'command'), this.atMs)
    this.events.push(...events)
    return reply
  }

  open(document: { readonly [key: string]: Json }): Reply {
    this.atMs += 1000
    const { account } = parseDocument(document)
    const { reply, events } = this.engine.apply({ type: 'open_account', account }, this.atMs)
    this.events.push(...events)
    return reply
  }

  price(market: string, price: string): readonly Event[] {
    const before = this.events.length
    expect(this.do({ type: 'price', market, price })).toEqual({ status: 'accepted' })
    return this.events.slice(before)
  }

  types(from = 0): readonly string[] {
    return this.events.slice(from).map(({ type }) => type)
  }

  answer(id: string): ReturnType<typeof check> {
    const account = this.engine.state.accounts.get(id)
    const book = account && this.engine.state.rulebooks.get(account.venue)
    if (account === undefined || book === undefined) throw new Error(`no account ${id}`)
    return check({ account, book, view: { prices: this.engine.state.prices, atMs: this.atMs } })
  }

  /** Fills every open liquidation order at a price, until none is left. */
  fillAll(at: string): void {
    for (let round = 0; round < 20; round++) {
      const [liquidation] = this.engine.state.liquidations.values()
      if (liquidation === undefined) return
      const { id, quantity: left } = liquidation.order
      expect(this.do({ type: 'liquidation_fill', order: id, quantity: formatDecimal(left), price: at })).toEqual({
        status: 'accepted',
      })
    }
    throw new Error('the liquidation does not end')
  }

  house(name: 'insurance_fund' | 'bad_debt' | 'outside', venue = 'binance-usdm', asset = 'USDT', decimals = 8): string {
    return formatDecimal(this.engine.state.houseCash.get(houseKey(name, venue, asset))?.stored ?? 0n, decimals)
  }
}
