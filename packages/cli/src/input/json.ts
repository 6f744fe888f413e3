import { failInput } from '../errors.js'

/**
 * Any JSON. Where it is broken, the error says the line, from the position that the JavaScript engine gives or, where it gives none
 * (text that ends too early), the last.
 * @throws `document_invalid`
 */
export function parseJson(text: string, options: { file: string }): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const position = /position (\d+)/.exec((cause as Error).message)?.[1]
    const before = position === undefined ? text.trimEnd() : text.slice(0, Number(position))
    const line = before.split('\n').length
    return failInput(
      'document_invalid',
      `"${options.file}" is not JSON, line ${line} breaks off or has what JSON does not allow: correct it there.`,
      {
        place: { file: options.file, line },
        cause,
      },
    )
  }
}
