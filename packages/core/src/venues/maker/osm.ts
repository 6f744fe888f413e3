import { orReverted, type Reverted, revert } from '../contract/revert.js'

/** The price feed with a delay: what it says now, what it will say next, and the hour it last moved. Prices wad. */
export interface Osm {
  readonly current: bigint | null
  /** Public an hour ahead: liquidations of the next hour are known. */
  readonly next: bigint | null
  /** Seconds, on a whole hop. */
  readonly zzz: bigint
  /** Seconds between two moves. */
  readonly hop: bigint
}

export const OSM_START: Osm = { current: null, next: null, zzz: 0n, hop: 3600n }

/** Whether the feed may be moved: a whole hop after the hour of its last move. */
export function canPoke(osm: Osm, now: bigint): boolean {
  return now >= osm.zzz + osm.hop
}

/** Moves the feed: next becomes current, the source becomes next. A source without a value (`null`) leaves everything as it is. */
export function poke(
  osm: Osm,
  of: { readonly source: bigint | null; readonly now: bigint },
): { readonly status: 'done'; readonly osm: Osm } | Reverted {
  return orReverted(() => {
    if (!canPoke(osm, of.now)) revert('Error(OSM/not-passed)')
    if (of.source === null) return { status: 'done', osm }
    return { status: 'done', osm: { ...osm, current: osm.next, next: of.source, zzz: of.now - (of.now % osm.hop) } }
  })
}
