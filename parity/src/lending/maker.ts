import { maker as dss } from '@plimsoll/core'
import { listAt } from '../read.js'
import type { Fields, Protocol, Recomputed } from '../registry.js'
import { integerAt, pick, recordAt, revertOf, textAt } from './read.js'

const UINT_MAX = 2n ** 256n - 1n

/** Maker: drip, spot, bark, the auction's price curve, takes and restarts; and the delayed feed of the set. */
export const maker: Protocol = {
  format: 'lending',
  name: 'makerdao-dss',
  run(vector) {
    const terms = termsOf(vector)
    const feedPrice = dss.feedPriceOf(integerAt(vector, 'feedPrice'), integerAt(vector, 'par'))
    const drip = recordAt(vector, 'drip')
    const ilk = recordAt(recordAt(vector, 'pre'), 'vatIlk')
    const barked = dss.bark(vaultOf(vector), dogOf(vector), {
      terms,
      feedPrice,
      now: integerAt(vector, 'timestamp'),
    })
    const bark = barkOf(recordAt(vector, 'bark'), barked)
    const actions = listIn(vector, 'actions').map((action) => actionOf(action, terms, feedPrice))
    return {
      expected: {
        ...pick(drip, ['rateAfter']),
        ...pick(ilk, ['spot']),
        bark: bark.expected,
        priceCurve: listIn(vector, 'priceCurve'),
        actions: actions.map((action) => action.expected),
      },
      got: {
        rateAfter: dss.dripRate(integerAt(drip, 'rateBefore'), {
          duty: integerAt(drip, 'duty'),
          base: integerAt(drip, 'base'),
          rho: integerAt(drip, 'rho'),
          now: integerAt(drip, 'now'),
        }),
        spot: dss.spotOf(integerAt(vector, 'feedPrice'), {
          par: integerAt(vector, 'par'),
          mat: integerAt(vector, 'mat'),
        }),
        bark: bark.got,
        priceCurve: listIn(vector, 'priceCurve').map((point) => curveAt(integerAt(point, 'dt'), barked, terms)),
        actions: actions.map((action) => action.got),
      },
    }
  },
  runSet(set) {
    let osm = dss.OSM_START
    const got: Fields[] = []
    for (const step of listAt(set, 'osmTimeline')) {
      const now = integerAt(step, 'now')
      const pass = dss.canPoke(osm, now)
      const poked = dss.poke(osm, { source: integerAt(step, 'srcPrice'), now })
      if (poked.status === 'done') osm = poked.osm
      got.push({ pass, cur: osm.current ?? 0n, nxt: osm.next ?? 0n, zzz: osm.zzz })
    }
    return {
      expected: { osm: listAt(set, 'osmTimeline').map((step) => pick(step, ['pass', 'cur', 'nxt', 'zzz'])) },
      got: { osm: got },
    }
  },
}

type Barked = ReturnType<typeof dss.bark>

function barkOf(recorded: Fields, barked: Barked): Recomputed {
  const reverted = revertOf(recorded)
  if (barked.status === 'reverted') return { expected: { reverted }, got: { reverted: barked.reason } }
  if (reverted !== null) return { expected: { reverted }, got: { reverted: 'nothing' } }
  const { sale, coin } = barked.auction
  return {
    expected: pick(recorded, ['dink', 'dart', 'due', 'top', 'tab', 'coin']),
    got: { ...barked, top: sale.top, coin },
  }
}

function curveAt(dt: bigint, barked: Barked, terms: dss.AuctionTerms): Fields {
  if (barked.status === 'reverted') return {}
  const { sale } = barked.auction
  return { dt, ...dss.auctionStatus(sale, terms, sale.tic + dt) }
}

function actionOf(action: Fields, terms: dss.AuctionTerms, feedPrice: bigint): Recomputed {
  const sale = saleOf(recordAt(action, 'sale'))
  const now = integerAt(action, 'now')
  const reverted = revertOf(action)
  switch (action.type) {
    case 'take': {
      const taken = dss.take(sale, terms, { amount: integerAt(action, 'amt'), priceMax: UINT_MAX, now })
      if (taken.status === 'reverted') return { expected: { reverted }, got: { reverted: taken.reason } }
      if (reverted !== null) return { expected: { reverted }, got: { reverted: 'nothing' } }
      return {
        expected: pick(action, ['price', 'owe', 'boughtLot', 'tabAfter', 'lotAfter']),
        got: { ...taken, boughtLot: taken.bought },
      }
    }
    case 'redo': {
      const redone = dss.redo(sale, terms, { feedPrice, now })
      if (redone.status === 'reverted') return { expected: { reverted }, got: { reverted: redone.reason } }
      if (reverted !== null) return { expected: { reverted }, got: { reverted: 'nothing' } }
      return { expected: pick(action, ['top', 'coin']), got: { top: redone.sale.top, coin: redone.coin } }
    }
    default:
      throw new Error(`unknown action ${String(action.type)}`)
  }
}

function vaultOf(vector: Fields): { urn: dss.Urn; ilk: dss.Ilk } {
  const pre = recordAt(vector, 'pre')
  const ilk = recordAt(pre, 'vatIlk')
  const urn = recordAt(pre, 'urn')
  return {
    urn: { ink: integerAt(urn, 'ink'), art: integerAt(urn, 'art') },
    ilk: {
      totalArt: integerAt(ilk, 'Art'),
      rate: integerAt(ilk, 'rate'),
      spot: integerAt(ilk, 'spot'),
      dust: integerAt(ilk, 'dust'),
    },
  }
}

function dogOf(vector: Fields): dss.DogState {
  const pre = recordAt(vector, 'pre')
  const ilk = recordAt(pre, 'dogIlk')
  return {
    limitAll: integerAt(pre, 'Hole'),
    usedAll: integerAt(pre, 'Dirt'),
    limit: integerAt(ilk, 'hole'),
    used: integerAt(ilk, 'dirt'),
    chop: integerAt(ilk, 'chop'),
  }
}

function termsOf(vector: Fields): dss.AuctionTerms {
  const clip = recordAt(vector, 'clip')
  return {
    curve: curveOf(recordAt(vector, 'calc')),
    buf: integerAt(clip, 'buf'),
    tail: integerAt(clip, 'tail'),
    cusp: integerAt(clip, 'cusp'),
    tip: integerAt(clip, 'tip'),
    chip: integerAt(clip, 'chip'),
    chost: integerAt(recordAt(vector, 'pre'), 'chost'),
  }
}

function curveOf(calc: Fields): dss.PriceCurve {
  const type = textAt(calc, 'type')
  switch (type) {
    case 'LinearDecrease':
      return { type: 'linear', tau: integerAt(calc, 'tau') }
    case 'StairstepExponentialDecrease':
      return { type: 'stairstep', cut: integerAt(calc, 'cut'), step: integerAt(calc, 'step') }
    case 'ExponentialDecrease':
      return { type: 'exponential', cut: integerAt(calc, 'cut') }
    default:
      throw new Error(`unknown price curve ${type}`)
  }
}

function saleOf(sale: Fields): dss.Sale {
  return {
    tab: integerAt(sale, 'tab'),
    lot: integerAt(sale, 'lot'),
    tic: integerAt(sale, 'tic'),
    top: integerAt(sale, 'top'),
  }
}

/** Vectors whose bark reverted record no auction. */
function listIn(vector: Fields, key: string): readonly Fields[] {
  return key in vector ? listAt(vector, key) : []
}
