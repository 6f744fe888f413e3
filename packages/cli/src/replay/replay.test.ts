import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sharedData } from '../input/testing/sharedData.js'
import { crashBars, type Ended, FIXTURES, folderWith, plimsoll, spawned, started } from '../testing/command.js'

const document = (id: string, cash: string, more: object = {}): object => ({
  id,
  venue: 'binance-usdm',
  settings: { leverage: { BTCUSDT: '20' } },
  balances: { USDT: cash },
  positions: [{ market: 'BTCUSDT', quantity: '1', entryPrice: '7900' }],
  ...more,
})
const rows = crashBars(7900).split('\n')
const withRow = (index: number, row: string): string => rows.with(index, row).join('\n')

const folder = folderWith({
  'btc.csv': crashBars(7900),
  'eth.csv': crashBars(200),
  'late.csv': crashBars(200, Date.UTC(2020, 2, 11, 12)),
  'next-week.csv': crashBars(200, Date.UTC(2020, 2, 18)),
  'empty.csv': '',
  'header.csv': `${rows[0]}\n`,
  'word.csv': withRow(3, `${Date.UTC(2020, 2, 11, 2)},abc,8000,7000,7500,1`),
  'negative.csv': withRow(3, `${Date.UTC(2020, 2, 11, 2)},-1,8000,-2,7500,1`),
  'zero.csv': withRow(3, `${Date.UTC(2020, 2, 11, 2)},0,8000,0,7500,1`),
  'cut.csv': withRow(3, '1583884'),
  'digits.csv': withRow(3, `${Date.UTC(2020, 2, 11, 2)},7500.${'1'.repeat(19)},8000,7000,7500,1`),
  'tiers.json': readFileSync(join(FIXTURES, 'leverage-tiers.json')),
  'broken-tiers.json': '{ "BTC/USDT:USDT": [',
  'wrong-tiers.json': '{ "BTC/USDT:USDT": [{ "info": {} }] }',
  'accounts.json': JSON.stringify([document('a', '400'), document('b', '9000')]),
  'accounts.yaml': `- ${JSON.stringify(document('a', '400'))}\n- ${JSON.stringify(document('b', '9000'))}\n`,
  'same-id.json': JSON.stringify([document('a', '400'), document('a', '9000')]),
  'part-lot.json': JSON.stringify([
    document('a', '400', { positions: [{ market: 'BTCUSDT', quantity: '0.0005', entryPrice: '7900' }] }),
  ]),
  'other-venue.json': JSON.stringify([{ id: 's', venue: 'finra-reg-t', balances: { USD: '5' } }]),
  'bad-key.yaml': `- ${JSON.stringify(document('a', '400'))}\n- { id: b, venue: binance-usdm, ballances: {} }\n`,
  'no-accounts.yaml': '[]\n',
})
let journals = 0
const fresh = (): string => `journal-${++journals}`
const replay = (journal: string, ...more: readonly string[]): Promise<Ended> =>
  plimsoll('replay', '--journal', journal, '--prices', 'BTCUSDT=btc.csv', ...more)

describe('a replay', async () => {
  const options = ['--prices', 'ETHUSDT=eth.csv', '--accounts', '150', '--seed', '3', '--json']
  const journal = fresh()
  const ended = await replay(journal, ...options)
  const report = JSON.parse(ended.out)
  const { elapsedMs: _, accountPricesPerSecond: __, journal: ___, ...figures } = report

  test('prints its report alone on stdout, and liquidates', async () => {
    expect([ended.code, ended.err]).toEqual([0, ''])
    expect(report).toMatchObject({ accounts: 150, residual: '0', from: '2020-03-11', to: '2020-03-12' })
    expect(report.liquidations).toBeGreaterThan(20)
    expect(report.hours).toHaveLength(48)
    const hourly = report.hours.reduce(
      (sum: number, { liquidations }: { liquidations: number }) => sum + liquidations,
      0,
    )
    expect(hourly + report.atOpening.liquidations).toBe(report.liquidations)
  })

  test.each([
    { how: 'again', more: [] },
    { how: 'with every account looked at', more: ['--triggers', 'naive'] },
  ])('gives the same figures and the same hash $how', async ({ more }) => {
    const again = JSON.parse((await replay(fresh(), ...options, ...more)).out)
    const { elapsedMs: _, accountPricesPerSecond: __, journal: ___, ...same } = again
    expect(same).toEqual(figures)
  })

  test('of another seed gives another hash', async () => {
    const other = JSON.parse((await replay(fresh(), ...options, '--seed', '4')).out)
    expect(other.stateHash).not.toBe(report.stateHash)
  })

  test('is verified to the same hash', async () => {
    const verified = await plimsoll('verify', journal, '--json')
    expect([verified.code, verified.err]).toEqual([0, ''])
    expect(JSON.parse(verified.out)).toMatchObject({
      stateHash: report.stateHash,
      journalHash: report.journal.hash,
      records: report.journal.records,
      residual: '0',
      checkpoints: 1,
    })
  })

  test('into a journal that has records is refused and leaves it as it was', async () => {
    const before = (await plimsoll('verify', journal, '--json')).out
    const { code, out, err } = await replay(journal, ...options)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/has records already: give an empty directory/)
    const hash = (text: string): string => JSON.parse(text).journalHash
    expect(hash((await plimsoll('verify', journal, '--json')).out)).toBe(hash(before))
  })

  test('with one byte flipped anywhere in its journal is not verified', async () => {
    const copy = fresh()
    expect((await replay(copy, '--accounts', '20', '--json')).code).toBe(0)
    const [segment = ''] = readdirSync(join(folder, copy)).filter((name) => name.endsWith('.journal'))
    const file = join(folder, copy, segment)
    const bytes = readFileSync(file)
    const written = bytes.findLastIndex((byte) => byte !== 0) // what was reserved and is not written yet is zeros
    for (const share of [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1]) {
      const at = Math.floor(written * share)
      writeFileSync(
        file,
        bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)),
      )
      const { code, out, err } = await plimsoll('verify', copy)
      expect([share, code, out]).toEqual([share, 3, ''])
      expect(err).toMatch(/^plimsoll: [^\n]+\[journal_(damaged|invalid)\]\n$/)
    }
  })

  test.each(['accounts.json', 'accounts.yaml'])('of the accounts in %s opens those', async (file) => {
    const journal = fresh()
    const { code, out } = await replay(journal, '--accounts', file, '--json')
    expect([code, JSON.parse(out)]).toMatchObject([0, { accounts: 2, seed: null, accountsHit: 1 }])
    expect((await plimsoll('verify', journal)).code).toBe(0)
  })

  test('with tiers of a file says so, and verifies under them', async () => {
    const journal = fresh()
    const { code, out } = await replay(journal, '--tiers', 'tiers.json', '--accounts', '50', '--json')
    expect([code, JSON.parse(out).ruleVersion]).toEqual([0, expect.stringMatching(/\+tiers-of-file$/)])
    expect((await plimsoll('verify', journal)).code).toBe(0)
  })

  test('without a first day begins where all files have begun, with the prices of that hour', async () => {
    const { code, out, err } = await replay(fresh(), '--prices', 'ETHUSDT=late.csv', '--accounts', '10', '--json')
    expect([code, err]).toEqual([0, ''])
    const report = JSON.parse(out)
    expect(report.hours[0].hour).toBe('2020-03-11T12:00:00Z')
    expect(report.prices).toBeGreaterThan(4 * 36)
  })

  test('for people has no JSON', async () => {
    const { code, out, err } = await replay(fresh(), '--accounts', '20')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('Liquidations')
    expect(() => JSON.parse(out)).toThrow()
  })
})

describe('bad input of a replay is one sentence, and no journal is left behind', () => {
  const prices = (file: string): readonly string[] => ['replay', '--prices', `BTCUSDT=${file}`]
  const good = prices('btc.csv')
  test.each([
    { parameters: ['replay'], code: 2, says: /needs prices: give them with --prices/ },
    { parameters: prices('nowhere.csv'), code: 4, says: /nowhere\.csv: There is no file/ },
    { parameters: prices('empty.csv'), code: 4, says: /empty\.csv.* is empty/ },
    { parameters: prices('header.csv'), code: 4, says: /header\.csv.* has no row of figures/ },
    { parameters: prices('word.csv'), code: 3, says: /word\.csv:4: open "abc" is not a decimal/ },
    { parameters: prices('negative.csv'), code: 3, says: /negative\.csv:4: open -1 is not above 0/ },
    { parameters: prices('zero.csv'), code: 3, says: /zero\.csv:4: open 0 is not above 0/ },
    { parameters: prices('cut.csv'), code: 3, says: /cut\.csv:4: The row has 1 columns/ },
    { parameters: prices('digits.csv'), code: 3, says: /digits\.csv:4: open .* at most 18 places/ },
    { parameters: ['replay', '--prices', 'btc.csv'], code: 2, says: /is not MARKET=file/ },
    { parameters: [...good, '--prices', 'BTCUSDT=eth.csv'], code: 2, says: /gives BTCUSDT twice/ },
    { parameters: [...good, '--prices', 'DOGEUSDT=eth.csv'], code: 3, says: /give those of DOGEUSDT with --tiers/ },
    { parameters: [...good, '--prices', 'ETHUSDT=next-week.csv'], code: 4, says: /ends before another file begins/ },
    { parameters: [...good, '--from', '2020-3-11'], code: 2, says: /"2020-3-11" is not a day/ },
    { parameters: [...good, '--from', '2020-03-14', '--to', '2020-03-11'], code: 2, says: /is after the last/ },
    { parameters: [...good, '--from', '2021-01-01'], code: 4, says: /has no bar from 2021-01-01/ },
    { parameters: [...good, '--seed', 'x'], code: 2, says: /--seed "x" is not a whole number/ },
    { parameters: [...good, '--seed', '4294967296'], code: 2, says: /--seed 4294967296 is above 4294967295/ },
    { parameters: [...good, '--step', '0'], code: 2, says: /--step 0 is not above 0/ },
    { parameters: [...good, '--step', 'small'], code: 2, says: /--step: "small" is not a decimal/ },
    { parameters: [...good, '--depth', '-5'], code: 2, says: /--depth -5 is not above 0/ },
    { parameters: [...good, '--fund', '-5'], code: 2, says: /--fund -5 is below 0/ },
    { parameters: [...good, '--triggers', 'magic'], code: 2, says: /neither boxes nor naive/ },
    { parameters: [...good, '--tiers', 'nowhere.json'], code: 4, says: /nowhere\.json: There is no file/ },
    { parameters: [...good, '--tiers', 'broken-tiers.json'], code: 3, says: /broken-tiers\.json:1: .* not JSON/ },
    { parameters: [...good, '--tiers', 'wrong-tiers.json'], code: 3, says: /tier 1: info\.notionalFloor is missing/ },
    { parameters: [...good, '--accounts', 'nowhere.yaml'], code: 4, says: /nowhere\.yaml: There is no file/ },
    { parameters: [...good, '--accounts', 'no-accounts.yaml'], code: 4, says: /holds no account/ },
    { parameters: [...good, '--accounts', 'bad-key.yaml'], code: 3, says: /bad-key\.yaml:2: ballances .*"balances"/ },
    {
      parameters: [...good, '--accounts', 'same-id.json'],
      code: 3,
      says: /same-id\.json: The account a exists already/,
    },
    { parameters: [...good, '--accounts', 'part-lot.json'], code: 3, says: /part-lot\.json: .*come in its lot/ },
    { parameters: [...good, '--accounts', 'other-venue.json'], code: 3, says: /no rulebook finra-reg-t/ },
  ])('$parameters: $says', async ({ parameters, code, says }) => {
    const journal = fresh()
    const ended = await plimsoll(...parameters, '--journal', journal, '--json')
    expect(ended.err).toMatch(says)
    expect(ended.err).toMatch(/^plimsoll: [^\n]+\[\w+\]\n$/)
    expect([ended.code, ended.out, existsSync(join(folder, journal))]).toEqual([code, '', false])
  })

  test.each([
    { directory: 'nowhere', code: 4, says: /\[journal_missing\]/ },
    { directory: 'btc.csv', code: 3, says: /\[journal_\w+\]/ },
  ])('verify of $directory: $says', async ({ directory, code, says }) => {
    const ended = await plimsoll('verify', directory)
    expect(ended.err).toMatch(says)
    expect([ended.code, ended.out]).toEqual([code, ''])
  })
})

describe('serve', () => {
  test('answers on its port, ends at SIGTERM, resumes; a second one on the port is refused and leaves nothing', async () => {
    const running = await started(folder, 'serve', '--journal', 'served', '--venue', 'binance-usdm', '--port', '0')
    const url = /at (http:\S+)$/.exec(running.line)?.[1] ?? running.line
    const { port } = new URL(url)
    expect((await fetch(`${url}/livez`)).status).toBe(200)
    const body = JSON.stringify({ commands: [{ type: 'price', market: 'BTCUSDT', price: '60000' }] })
    const headers = { 'content-type': 'application/json' }
    expect((await fetch(`${url}/v1/commands`, { method: 'POST', body, headers })).ok).toBe(true)

    const second = spawned(folder, 'serve', '--journal', 'second', '--port', port)
    expect(second.err).toMatch(/^plimsoll: [^\n]+\[port_in_use\]\n$/)
    expect([second.code, second.out, existsSync(join(folder, 'second'))]).toEqual([5, '', false])
    const same = spawned(folder, 'serve', '--journal', 'served', '--port', '0')
    expect([same.code, same.out, same.err]).toEqual([3, '', expect.stringMatching(/\[journal_locked\]/)])

    expect(await running.stop()).toMatchObject({ code: 0 })
    const again = await started(folder, 'serve', '--journal', 'served', '--port', '0')
    expect((await again.stop()).err).toMatch(/resumed 1 commands/)
  })

  test.each([
    { parameters: ['--port', '70000'], code: 2, says: /--port "70000" is not a port/ },
    { parameters: ['--venue', 'binance'], code: 3, says: /No venue is called "binance"/ },
  ])('$parameters: $says', async ({ parameters, code, says }) => {
    const ended = await plimsoll('serve', '--journal', 'never', ...parameters)
    expect(ended.err).toMatch(says)
    expect([ended.code, ended.out, existsSync(join(folder, 'never'))]).toEqual([code, '', false])
  })

  test.each([
    ['--accounts', 'many'],
    ['--seed', '-1'],
    ['--seed', '4294967296'],
  ])('a demo with %s %s is refused and leaves nothing', async (option, value) => {
    const ended = await plimsoll('demo', '--journal', 'never', '--port', '0', `${option}=${value}`)
    expect([ended.code, ended.out, existsSync(join(folder, 'never'))]).toEqual([2, '', false])
  })
})

test('the real crash of March 2020 runs through 2,000 accounts and is verified', async () => {
  const files = ['BTCUSDT', 'ETHUSDT'].map((market) => [market, sharedData(`${market}-1h.csv`)] as const)
  const tiers = sharedData('binance-leverage-tiers.json')
  if (tiers === null || files.some(([, file]) => file === null)) return
  const prices = files.flatMap(([market, file]) => ['--prices', `${market}=${file}`])
  const days = ['--from', '2020-03-12', '--to', '2020-03-13', '--tiers', tiers]
  const boxes = JSON.parse(
    (
      await plimsoll(
        ...['replay', ...prices, ...days, '--accounts', '2000', '--seed', '1', '--json'],
        ...['--journal', 'real'],
      )
    ).out,
  )
  expect([boxes.residual, boxes.liquidations > 200]).toEqual(['0', true])
  expect(JSON.parse((await plimsoll('verify', 'real', '--json')).out).stateHash).toBe(boxes.stateHash)
})
