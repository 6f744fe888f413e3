import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core'
import { useEffect, useRef, useState } from 'preact/hooks'

export interface VirtualRows {
  readonly items: readonly VirtualItem[]
  readonly height: number
  /** Those in sight, without the ones drawn ahead. */
  readonly range: { readonly from: number; readonly to: number }
}

/** Draws only the rows in sight and a few ahead, however many there are. */
export function useVirtualRows(
  element: HTMLElement | null,
  { count, rowHeight, head }: { count: number; rowHeight: number; head: number },
): VirtualRows {
  const [, redraw] = useState(0)
  const held = useRef<Virtualizer<HTMLElement, HTMLElement> | null>(null)
  const options = {
    count,
    getScrollElement: () => element,
    estimateSize: () => rowHeight,
    paddingStart: head,
    overscan: 12,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw((n) => n + 1),
  }
  held.current ??= new Virtualizer(options)
  const virtualizer = held.current
  virtualizer.setOptions({ ...virtualizer.options, ...options })
  useEffect(() => virtualizer._didMount(), [virtualizer])
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight])
  useEffect(() => virtualizer._willUpdate())
  const range = virtualizer.range
  return {
    items: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    range: { from: range?.startIndex ?? 0, to: range?.endIndex ?? 0 },
  }
}
