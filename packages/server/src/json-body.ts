import { ServerError } from './errors.js'

/** Deeper than any command is; what is deeper is made to exhaust the stack. */
const DEPTH_MAX = 32

/** @throws `body_invalid`, `body_too_deep` */
export function parseBody(text: string): unknown {
  if (text.trim() === '') throw new ServerError('body_invalid', 'The body is empty: send JSON.')
  if (depthOf(text) > DEPTH_MAX) {
    throw new ServerError('body_too_deep', `A body is nested at most ${DEPTH_MAX} deep: no command needs more.`)
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'malformed'
    throw new ServerError('body_invalid', `The body is not JSON (${why}).`, { cause })
  }
}

/** How deep brackets nest, those inside strings aside: one pass, before anything recursive sees the text. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let isInString = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (isInString) {
      if (code === 0x5c) index++
      else if (code === 0x22) isInString = false
    } else if (code === 0x22) isInString = true
    else if (code === 0x7b || code === 0x5b) {
      depth++
      if (depth > deepest) deepest = depth
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return deepest
}
