/** Runs `flush` at most once every `everyMs`: at once when it has been quiet, else when the time is up. */
export function conflate(flush: () => void, everyMs: number, now: () => number = Date.now): () => void {
  let flushedAtMs = Number.NEGATIVE_INFINITY
  let pending = false
  return () => {
    if (pending) return
    pending = true
    setTimeout(
      () => {
        pending = false
        flushedAtMs = now()
        flush()
      },
      Math.max(0, flushedAtMs + everyMs - now()),
    )
  }
}
