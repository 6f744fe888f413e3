import { useEffect, useState } from 'preact/hooks'

/** Whether the window is narrower than so many pixels. */
export function useNarrow(below: number): boolean {
  const query = `(max-width: ${below - 1}px)`
  const [isNarrow, setNarrow] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const media = matchMedia(query)
    const change = (): void => setNarrow(media.matches)
    change()
    media.addEventListener('change', change)
    return () => media.removeEventListener('change', change)
  }, [query])
  return isNarrow
}
