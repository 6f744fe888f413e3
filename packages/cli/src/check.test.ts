import { describe, expect, test } from 'vitest'
import { folderWith, plimsoll, spawned } from './testing/command.js'

const long = (cash: string, price: string | null): string =>
  [
    'venue: binance-usdm',
    `balances: { USDT: "${cash}" }`,
    'positions:',
    '  - { market: BTCUSDT, quantity: "1", entryPrice: "60000" }',
    ...(price === null ? [] : [`prices: { BTCUSDT: "${price}" }`]),
    '',
  ].join('\n')

const folder = folderWith({
  'safe.yaml': long('10000', '60000'),
  'thin.yaml': long('300', '60000'),
  'under.yaml': long('100', '60000'),
  'owing.yaml': long('-1', '60000'),
  'unpriced.yaml': long('10000', null),
  'called.json': JSON.stringify({ venue: 'finra-reg-t', balances: { USD: '-8000', A: '100' }, prices: { A: '100' } }),
  'flat.yaml': 'venue: binance-usdm\nbalances: { USDT: "5" }\n',
  'typo.yaml': 'venue: binance-usdm\nbalance: { USDT: "5" }\n',
  'broken.yaml': 'venue: binance-usdm\nbalances: { USDT: "5"\npositions: []\n',
  'number.json': '{ "venue": "binance-usdm", "balances": { "USDT": 5 } }',
  'digits.yaml': 'venue: binance-usdm\nbalances: { USDT: "0.000000001" }\n',
  'worthless.yaml': `${long('10000', '0')}`,
  'market.yaml': long('10000', '60000').replaceAll('BTCUSDT', 'BTCUSD'),
  'venue.yaml': long('10000', '60000').replace('usdm', 'usdn'),
  'two.yaml': `${long('1', '2')}---\n${long('1', '2')}`,
  'empty.yaml': '',
  'archive.yaml': new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]),
  'latin.yaml': new Uint8Array([0x76, 0xe9]),
  'commands.yaml': [
    '- { type: fill, market: BTCUSDT, quantity: "-0.5", price: "58000" }',
    '- { type: withdraw, asset: USDT, amount: "99999" }',
    '- { type: price, market: BTCUSDT, price: "55000" }',
    '',
  ].join('\n'),
  'crash.yaml': '- { type: price, market: BTCUSDT, price: "40000" }\n',
  'quiet.yaml': '[]\n',
  'broken-commands.yaml': '- { type: price, market: BTCUSDT, price: "55000" }\n- { type: fill\n',
  'unknown-command.yaml': '- { type: fil }\n',
  'no-list.yaml': 'type: fill\n',
})

describe('check ends with a code that a script can act on', () => {
  test.each([
    { parameters: ['safe.yaml'], code: 0, why: 'safe' },
    { parameters: ['called.json'], code: 0, why: 'called: there is time' },
    { parameters: ['flat.yaml', '--min-health', '2'], code: 0, why: 'nothing is required' },
    { parameters: ['thin.yaml', '--min-health', '1.2'], code: 0, why: 'exactly at the threshold' },
    { parameters: ['thin.yaml', '--min-health', '1.200000000000000001'], code: 10, why: 'one unit under it' },
    { parameters: ['safe.yaml', '--price', 'BTCUSDT=50000'], code: 11, why: 'under at another price' },
    { parameters: ['under.yaml', '--min-health', '1.2'], code: 11, why: 'under comes before the threshold' },
    { parameters: ['owing.yaml'], code: 11, why: 'bankrupt' },
    { parameters: ['unpriced.yaml'], code: 4, why: 'a price is missing' },
    { parameters: ['unpriced.yaml', '--min-health', '1.2'], code: 4, why: 'missing comes before the threshold' },
    { parameters: ['unpriced.yaml', '--price', 'BTCUSDT=60000'], code: 0, why: 'the price is given' },
  ])('$parameters: $code, $why', async ({ parameters, code }) => {
    const json = await plimsoll('check', ...parameters, '--json')
    expect([json.code, json.err]).toEqual([code, ''])
    expect(JSON.parse(json.out)).toHaveProperty('status')
    if (code === 0) return
    const text = await plimsoll('check', ...parameters)
    expect([text.code, text.err]).toEqual([code, ''])
  })
})

describe('bad input is one sentence on stderr with the file and what to do, and nothing on stdout', () => {
  test.each([
    { parameters: ['missing.yaml'], code: 4, says: /missing\.yaml: There is no file.*check the path/ },
    { parameters: ['.'], code: 3, says: /is a folder: name a file in it/ },
    { parameters: ['empty.yaml'], code: 4, says: /empty\.yaml.* is empty: give a file with content/ },
    { parameters: ['archive.yaml'], code: 3, says: /ZIP archive: unpack it/ },
    { parameters: ['latin.yaml'], code: 3, says: /not UTF-8/ },
    { parameters: ['two.yaml'], code: 3, says: /two\.yaml.*2 accounts: give a file with one/ },
    { parameters: ['broken.yaml'], code: 3, says: /broken\.yaml:[23]: .*correct it there/ },
    { parameters: ['typo.yaml'], code: 3, says: /typo\.yaml:1: balance .*Did you mean "balances"\?/ },
    { parameters: ['venue.yaml'], code: 3, says: /Did you mean "binance-usdm"\?/ },
    { parameters: ['market.yaml'], code: 3, says: /no market BTCUSD\. Did you mean "BTCUSDT"\?/ },
    { parameters: ['number.json'], code: 3, says: /balances\.USDT must be a decimal string: write it in quotes/ },
    { parameters: ['digits.yaml'], code: 3, says: /balances\.USDT: .*more than 8 decimals: round it/ },
    { parameters: ['worthless.yaml'], code: 3, says: /prices\.BTCUSDT 0 is not above 0/ },
    { parameters: ['safe.yaml', '--min-health', 'high'], code: 2, says: /--min-health: "high" is not a decimal/ },
    { parameters: ['flat.yaml', '--min-health', 'high'], code: 2, says: /--min-health/ },
    { parameters: ['safe.yaml', '--target', '0'], code: 2, says: /--target 0 is not above 0/ },
    { parameters: ['safe.yaml', '--price', 'BTCUSDT'], code: 2, says: /is not NAME=price/ },
    { parameters: ['safe.yaml', '--price', 'BTCUSDT=1=2'], code: 2, says: /--price BTCUSDT: "1=2" is not a decimal/ },
    { parameters: ['safe.yaml', '--price', 'BTCUSDT=-1'], code: 2, says: /--price BTCUSDT -1 is not above 0/ },
    { parameters: ['safe.yaml', '--price', 'BTCUSD=1'], code: 3, says: /does not depend on BTCUSD.*"BTCUSDT"/ },
    {
      parameters: ['safe.yaml', '--tiers', 'nowhere.json'],
      code: 4,
      says: /^plimsoll: nowhere\.json: There is no file/,
    },
    { parameters: ['safe.yaml', '--min-healt', '1'], code: 2, says: /Did you mean --min-health\?/ },
    { parameters: [], code: 2, says: /missing required argument 'file'/ },
  ])('check $parameters: $says', async ({ parameters, code, says }) => {
    const ended = await plimsoll('check', ...parameters)
    expect(ended.err).toMatch(says)
    expect([ended.code, ended.out]).toEqual([code, ''])
    if (!ended.err.startsWith('error: ')) expect(ended.err).toMatch(/^plimsoll: [^\n]+\[\w+\]\n$/)
  })

  test('an unknown verb is told with the nearest one', async () => {
    expect(await plimsoll('chek')).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/check/) })
  })
})

describe('preview', () => {
  test('answers before, after and refusals, and ends as the account would stand', async () => {
    const ended = await plimsoll('preview', 'safe.yaml', '--commands', 'commands.yaml', '--json')
    expect([ended.code, ended.err]).toEqual([0, ''])
    const preview = JSON.parse(ended.out)
    expect(preview.before).toMatchObject({ equity: '10000', asOf: null })
    // Half closed at a loss of 1,000, the other half at a loss of 2,500.
    expect(preview.after).toMatchObject({ equity: '6500', asOf: null })
    expect(preview.refusals).toMatchObject([{ index: 1, type: 'withdraw', reason: 'insufficient_balance' }])
  })

  test.each([
    { file: 'safe.yaml', commands: 'quiet.yaml', code: 0 },
    { file: 'safe.yaml', commands: 'crash.yaml', code: 11 },
    { file: 'unpriced.yaml', commands: 'quiet.yaml', code: 4 },
    { file: 'unpriced.yaml', commands: 'commands.yaml', code: 0 },
  ])('$file after $commands ends with $code', async ({ file, commands, code }) => {
    expect(await plimsoll('preview', file, '--commands', commands)).toMatchObject({ code, err: '' })
  })

  test.each([
    { commands: 'nowhere.yaml', code: 4, says: /nowhere\.yaml: There is no file/ },
    { commands: 'empty.yaml', code: 4, says: /is empty/ },
    { commands: 'no-list.yaml', code: 3, says: /no-list\.yaml: Commands are a list/ },
    { commands: 'unknown-command.yaml', code: 3, says: /commands\[0\]\.type "fil" .*Did you mean "fill"\?/ },
    { commands: 'broken-commands.yaml', code: 3, says: /broken-commands\.yaml:\d+: .* is broken \(.*\): correct it/ },
  ])('bad commands in $commands: $says', async ({ commands, code, says }) => {
    const ended = await plimsoll('preview', 'safe.yaml', '--commands', commands)
    expect(ended.err).toMatch(says)
    expect(ended.err).toMatch(/^plimsoll: [^\n]+\[\w+\]\n$/)
    expect([ended.code, ended.out]).toEqual([code, ''])
  })
})

describe('the built command', () => {
  test.each([
    { parameters: ['check', 'safe.yaml', '--json'], code: 0 },
    { parameters: ['check', 'thin.yaml', '--min-health', '5'], code: 10 },
    { parameters: ['check', 'under.yaml', '--json'], code: 11 },
    { parameters: ['check', 'nowhere.yaml'], code: 4 },
    { parameters: ['check'], code: 2 },
  ])('$parameters exits with $code, as it does here', async ({ parameters, code }) => {
    const there = spawned(folder, ...parameters)
    expect(there).toEqual(await plimsoll(...parameters))
    expect(there.code).toBe(code)
  })
})
