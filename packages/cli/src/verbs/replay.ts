import {
  type DerivativesRulebook,
  formatDecimal,
  instantText,
  type Price,
  rulebookOf,
  type TriggersKind,
} from '@plimsoll/core'
import { COMMAND_LOG_FORMAT, type FileJournal, openFileJournal, type RulebookSetup } from '@plimsoll/journal'
import { bookWithTiers, LIKE } from '../documents.js'
import { failInput } from '../errors.js'
import { EXIT } from '../exit.js'
import {
  type AccountSource,
  type Bar,
  formatDay,
  generateAccounts,
  type KlineReport,
  parseDay,
  readAccounts,
  readKlines,
  STEP_DEFAULT,
  selectBars,
  type WalkMarket,
  walk,
} from '../input/index.js'
import { replay } from '../replay/replay.js'
import { reportOf } from '../replay/report.js'
import { createProgress } from '../show/progress.js'
import { showReplay } from '../show/replay.js'
import { amount, collect, isCount, positiveRatio, positiveValue, seedOf, wholeNumber } from './options.js'
import { print, printJson, type Verb } from './verb.js'

interface Options {
  readonly prices: readonly string[]
  readonly tiers?: string
  readonly from?: string
  readonly to?: string
  readonly accounts: string
  readonly seed: string
  readonly journal: string
  readonly step: string
  readonly depth: string
  readonly fund: string
  readonly triggers: string
  readonly json?: true
}

const DAY_MS = 86_400_000

export const replayVerb: Verb = {
  name: 'replay',
  register: (program, { out, err }, finish) => {
    program
      .command('replay')
      .description('Runs real prices through an engine full of accounts, journaled as in production')
      .requiredOption(
        '--prices <MARKET=file>',
        'klines of a market (Binance CSV); repeat it for more markets',
        collect,
        [],
      )
      .option('--tiers <file>', "tier tables in ccxt's form; the rulebook's own when left out")
      .option('--from <day>', 'first day, YYYY-MM-DD UTC (default: where all files have begun)')
      .option('--to <day>', 'last day, included')
      .option('--accounts <count|file>', 'how many to generate, or a file of account documents', '20000')
      .option('--seed <number>', 'of the generated accounts', '1')
      .requiredOption('--journal <directory>', 'where the journal is written; must not hold one yet')
      .option(
        '--step <share>',
        'longest step of the price between the points of a bar, or none',
        formatDecimal(STEP_DEFAULT),
      )
      .option('--depth <notional>', 'forced notional that moves the market by 1 %', '10000000')
      .option('--fund <amount>', 'the insurance fund at the start', '1000000')
      .option('--triggers <kind>', 'how accounts are found: boxes or naive; the result is the same', 'boxes')
      .option('--json', 'the whole report as JSON')
      .action(async (options: Options) => {
        const startedMs = performance.now()
        const progress = createProgress(err)
        const seed = seedOf(options.seed)
        const step = options.step === 'none' ? null : positiveRatio(options.step, '--step')
        const depth = { perPercent: positiveValue(options.depth, '--depth') }
        const fund = amount(options.fund, '--fund')
        const triggers = triggersOf(options.triggers)
        const tape = readTape(options)
        const { book, setup } = rulesOf(options, [...tape.markets.keys()])
        let journal: FileJournal | undefined
        try {
          const result = await replay({
            book,
            setup,
            accounts: accountsOf(options, { seed, tape, book }),
            openings: tape.openings,
            points: walk(walkMarkets(tape, book), { step }),
            fromMs: tape.fromMs,
            toMs: tape.toMs,
            depth,
            fund,
            triggers,
            openJournal: async () => {
              journal = await openEmpty(options.journal)
              return journal
            },
            onProgress: (share, atMs) => progress.show(share, instantText(atMs)),
          })
          progress.clear()
          const report = reportOf(result, {
            venue: book.id,
            ruleVersion: book.version,
            from: formatDay(tape.fromMs),
            to: formatDay(tape.toMs - 1),
            seed: isCount(options.accounts) ? seed : null,
            path: pathText(options.step),
            markets: [...tape.markets].map(([market, { report: file }]) => ({ market, ...file })),
            journal: { directory: options.journal, records: result.journal.seq, hash: result.journal.hash },
            elapsedMs: Math.round(performance.now() - startedMs),
          })
          if (options.json === true) printJson(out, report)
          else print(out, showReplay(report))
          finish(EXIT.ok)
        } finally {
          progress.clear()
          await journal?.close()
        }
      })
  },
}

/** A new journal. @throws `option_invalid` where there is one with records, which is left as it is */
async function openEmpty(directory: string): Promise<FileJournal> {
  const journal = await openFileJournal(directory, {
    create: true,
    meta: { commands: COMMAND_LOG_FORMAT, made: 'plimsoll replay' },
  })
  if (journal.head.seq === 0) return journal
  await journal.close()
  return failInput(
    'option_invalid',
    `The journal in "${directory}" has records already: give an empty directory, or verify it.`,
  )
}

interface Tape {
  readonly markets: ReadonlyMap<string, { readonly bars: readonly Bar[]; readonly report: KlineReport }>
  readonly openings: ReadonlyMap<string, Price>
  readonly fromMs: number
  readonly toMs: number
}

/** Every market's bars in the chosen days. */
function readTape(options: Options): Tape {
  if (options.prices.length === 0)
    failInput('option_invalid', 'A replay needs prices: give them with --prices, e.g. --prices BTCUSDT=btc.csv.')
  const files = new Map<string, { file: string; bars: readonly Bar[]; report: KlineReport }>()
  for (const given of options.prices) {
    const at = given.indexOf('=')
    const market = given.slice(0, Math.max(0, at))
    const file = given.slice(at + 1)
    if (market === '' || file === '')
      failInput('option_invalid', `--prices "${given}" is not MARKET=file: write e.g. BTCUSDT=btc.csv.`)
    if (files.has(market)) failInput('option_invalid', `--prices gives ${market} twice: join the files into one.`)
    const { bars, report } = readKlines(file)
    files.set(market, { file, bars: selectBars(bars, { from: options.from, to: options.to, file }), report })
  }
  const first = Math.max(...[...files.values()].map(({ bars }) => (bars[0] as Bar).openMs))
  const markets = new Map(
    [...files].map(([market, { file, bars, report }]) => [
      market,
      { bars: cutBars(bars, { options, first, file }), report },
    ]),
  )
  const openings = new Map([...markets].map(([market, { bars }]): [string, Price] => [market, (bars[0] as Bar).open]))
  const last = Math.max(...[...markets.values()].map(({ bars }) => (bars.at(-1) as Bar).openMs))
  return {
    markets,
    openings,
    fromMs: options.from === undefined ? first : parseDay(options.from),
    toMs: options.to === undefined ? last + 1 : parseDay(options.to) + DAY_MS,
  }
}

/** Without a first day the tape begins where all files have begun: what one has before that is not of this tape. */
function cutBars(
  bars: readonly Bar[],
  from: { readonly options: Options; readonly first: number; readonly file: string },
): readonly Bar[] {
  if (from.options.from !== undefined) return bars
  const kept = bars.filter(({ openMs }) => openMs >= from.first)
  if (kept.length > 0) return kept
  return failInput('selection_empty', `"${from.file}" ends before another file begins: give files of the same days.`, {
    place: { file: from.file },
  })
}

function rulesOf(options: Options, markets: readonly string[]): { book: DerivativesRulebook; setup: RulebookSetup } {
  const named = rulebookOf('binance-usdm') as DerivativesRulebook
  if (options.tiers === undefined) {
    for (const market of markets) {
      if (!named.markets.has(market)) {
        failInput(
          'unknown_market',
          `${named.id} has tiers of ${[...named.markets.keys()].join(', ')} only: give those of ${market} with --tiers.`,
        )
      }
    }
    return { book: named, setup: { venue: named.id, version: named.version } }
  }
  const { book, tables, name } = bookWithTiers(named, options.tiers, markets)
  const rows = new Map([...tables].map(([market, tiers]) => [market, tiers.map(({ deduction: _, ...row }) => row)]))
  return { book, setup: { venue: book.id, version: book.version, tiers: { name, like: LIKE, tables: rows } } }
}

function walkMarkets(tape: Tape, book: DerivativesRulebook): ReadonlyMap<string, WalkMarket> {
  return new Map(
    [...tape.markets].map(([market, { bars, report }]): [string, WalkMarket] => [
      market,
      { bars, intervalMs: report.intervalMs, tick: ruleOf(book, market).market.tick },
    ]),
  )
}

function accountsOf(
  options: Options,
  from: { seed: number; tape: Tape; book: DerivativesRulebook },
): Iterable<AccountSource> {
  if (!isCount(options.accounts)) return readAccounts(options.accounts)
  const markets = [...from.tape.openings].map(([market, price]) => {
    const rule = ruleOf(from.book, market)
    return { market, price, tick: rule.market.tick, lot: rule.market.lot, tiers: rule.tiers }
  })
  return generated(generateAccounts({ count: wholeNumber(options.accounts, '--accounts'), seed: from.seed, markets }))
}

function* generated(accounts: Iterable<object>): Generator<AccountSource> {
  for (const document of accounts) yield { document: document as AccountSource['document'], place: {} }
}

function ruleOf(
  book: DerivativesRulebook,
  market: string,
): NonNullable<ReturnType<DerivativesRulebook['markets']['get']>> {
  return book.markets.get(market) ?? failInput('unknown_market', `${book.id} has no market ${market}.`)
}

/** The assumption about what happened inside a bar, in words: it decides how much bad debt there is. */
function pathText(step: string): string {
  return step === 'none'
    ? 'open, low and high, close, in one jump each'
    : `open, low and high, close, in steps of at most ${step} of the price`
}

function triggersOf(text: string): TriggersKind {
  return text === 'naive' || text === 'boxes'
    ? text
    : failInput('option_invalid', `--triggers "${text}" is neither boxes nor naive.`)
}
