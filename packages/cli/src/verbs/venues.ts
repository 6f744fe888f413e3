import {
  type ComparedRate,
  compareVenues,
  describeVenue,
  price,
  rulebookOf,
  summarizeVenue,
  VENUES,
  type VenueComparison,
  type VenueDescription,
} from '@plimsoll/core'
import { print, printJson, type Verb } from './verb.js'

interface Options {
  readonly json?: true
  readonly compare?: string
  readonly price?: string
}

export const venuesVerb: Verb = {
  name: 'venues',
  register: (program, { out }, finish) => {
    program
      .command('venues')
      .description('Which venues there are, what one asks for and on whose word, or all of them side by side')
      .argument('[name]', 'a venue: its parameters, formulas, sources, and what is not sourced')
      .option('--json', 'as JSON')
      .option('--compare <market>', 'initial and maintenance rates of one underlying at every venue, by notional')
      .option('--price <price>', 'of a coin, for venues whose rates depend on coins')
      .action((name: string | undefined, options: Options) => {
        if (options.compare !== undefined) {
          const comparison = compareVenues(options.compare, VENUES, {
            ...(options.price !== undefined && { price: price(options.price) }),
          })
          if (options.json === true) printJson(out, comparison)
          else print(out, showComparison(comparison))
        } else if (name !== undefined) {
          const description = describeVenue(rulebookOf(name))
          if (options.json === true) printJson(out, description)
          else print(out, showDescription(description))
        } else {
          const summaries = VENUES.map(summarizeVenue)
          if (options.json === true) printJson(out, summaries)
          else print(out, columns(summaries.map(({ id, family, version }) => [id, family, version])))
        }
        finish(0)
      })
  },
}

function showDescription(venue: VenueDescription): string {
  return [
    `${venue.id}  ${venue.version}, valid from ${venue.validFrom ?? 'any day'}, in ${venue.currency}`,
    `source: ${venue.source}`,
    `page: ${venue.page}`,
    section('Formulas', venue.formulas),
    ...(venue.parameters.length === 0
      ? []
      : [`Parameters\n${columns(venue.parameters.map(({ of, name, value }) => [`  ${of}`, name, value]))}`]),
    ...(venue.notSourced.length === 0 ? [] : [section('Not sourced', venue.notSourced)]),
  ].join('\n\n')
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`)].join('\n')
}

function showComparison(comparison: VenueComparison): string {
  const notionals = comparison.venues[0]?.rates.map(({ notional }) => notional) ?? []
  const rows = comparison.venues.map(({ venue, market, rates }) => [venue, market, ...rates.map(showRate)])
  const note = comparison.price === null ? '\nRates by coins need a price: --price 60000.' : ''
  return `initial / maintenance in %, by notional\n${columns([['venue', 'market', ...notionals], ...rows])}${note}`
}

function showRate(rate: ComparedRate): string {
  if (rate.initialRate === null) return rate.initialRateReason === 'price_needed' ? 'price?' : '–'
  return `${percent(rate.initialRate)} / ${percent(rate.maintenanceRate)}`
}

/** A fraction as percent with at most three decimals, rounded up: the decimal point moves, nothing passes through a float. */
function percent(fraction: string): string {
  const [whole = '0', decimals = ''] = fraction.split('.')
  const padded = decimals.padEnd(18, '0')
  const isMore = /[1-9]/.test(padded.slice(5))
  const thousandths = BigInt(whole + padded.slice(0, 5)) + (isMore ? 1n : 0n)
  const text = thousandths.toString().padStart(4, '0')
  return `${text.slice(0, -3)}.${text.slice(-3)}`.replace(/\.?0+$/, '')
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length)
  }
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
