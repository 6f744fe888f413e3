import { type Command, commandCodec, formatDecimal, type Json } from '@plimsoll/core'
import { describe, expect, test } from 'vitest'
import { createAccountsView } from './accounts-view.js'
import { createHost, type Host } from './host.js'
import { btcLong, NOON_MS, PRICE, testEngine, testJournal } from './testing/house.js'

const command = (json: object): Command => commandCodec.decode(json as Json, '')
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function hostWith(count: number): Promise<Host> {
  const host = createHost({ engine: testEngine(), journal: testJournal(), clock: { nowMs: () => NOON_MS } })
  const accounts = Array.from({ length: count }, (_, index) => command(btcLong(`a${String(index).padStart(4, '0')}`)))
  await host.submit([command(PRICE('60000')), ...accounts])
  return host
}

describe('with many accounts', () => {
  /** Every look is too dear, and every slice ends at once. */
  const dear = { cheapMs: -1, sliceMs: 0 }

  test('a question begins a sweep and is answered from the look before, with its stamp', async () => {
    const host = await hostWith(200)
    const view = createAccountsView(host, dear)
    const before = view.read()
    await host.submit([command(PRICE('59000'))])
    expect(view.read()).toBe(before)
    expect(before.stamp.journalSeq).toBe(201)
    await expect.poll(() => view.read().stamp.journalSeq).toBe(202)
    expect(formatDecimal(view.read().venues.get('binance-usdm')?.equity ?? 0n)).toBe(String(200 * 8500))
  })

  test('a sweep shows one moment, whatever happens while it goes on', async () => {
    const host = await hostWith(200)
    const view = createAccountsView(host, dear)
    await host.submit([command(PRICE('59000'))])
    view.read()
    for (const price of ['58900', '58800', '58700']) {
      await pause(1)
      await host.submit([command(PRICE(price)), command(btcLong(`b${price}`))])
      view.read()
    }
    await expect.poll(() => view.read().stamp.journalSeq).toBeGreaterThan(201)
    const { stamp, venues, counts } = view.read()
    expect(stamp.journalSeq).toBe(202)
    expect(counts.total).toBe(200)
    expect(formatDecimal(venues.get('binance-usdm')?.equity ?? 0n)).toBe(String(200 * 8500))
  })

  test('a row is of the moment of its list, not of now', async () => {
    const host = await hostWith(20)
    const view = createAccountsView(host, dear)
    const { sorted, row } = view.read()
    await host.submit([command(PRICE('50000'))])
    const [first] = sorted('id')
    expect(first && row(first).equity).toBe('10000')
  })

  test('an account that is asked for alone is of now', async () => {
    const host = await hostWith(20)
    const view = createAccountsView(host, dear)
    const before = view.entryNow('a0003')
    expect(view.entryNow('a0003')).toBe(before)
    await host.submit([command(PRICE('59000'))])
    expect(formatDecimal(view.entryNow('a0003')?.equity ?? 0n)).toBe('8500')
    expect(view.entryNow('nobody')).toBeNull()
  })
})

test('what has not changed is not assessed again', async () => {
  const host = await hostWith(3)
  const view = createAccountsView(host)
  const before = view.read().sorted('id')
  await host.submit([
    command(PRICE('3000', 'ETHUSDT')),
    command({ type: 'deposit', account: 'a0001', asset: 'USDT', amount: '1' }),
  ])
  const after = view.read().sorted('id')
  expect(after.map((entry, index) => entry === before[index])).toEqual([true, false, true])
})
