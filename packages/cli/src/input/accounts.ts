import type { ErrorPlace } from '@plimsoll/core'
import { LineCounter, parseAllDocuments } from 'yaml'
import { failInput } from '../errors.js'
import { readText } from './file.js'

/** One account document as it stands in a file; what its fields say is for core to check, which names this place. */
export interface AccountSource {
  readonly document: Readonly<Record<string, unknown>>
  readonly place: ErrorPlace
}

/**
 * Account documents of a JSON or YAML file: a list of them, one alone, or YAML documents divided by `---`, each a list or one alone.
 * @throws `file_missing` · `file_unreadable` · `file_empty` · and as `parseAccounts`
 */
export function readAccounts(file: string): readonly AccountSource[] {
  return parseAccounts(readText(file), { file })
}

/**
 * As `readAccounts`, from text; `file` is the name that errors carry.
 * @throws `document_invalid` broken syntax, or something that is not an account document, with file and line · `file_empty` no account
 */
export function parseAccounts(text: string, options: { file: string }): readonly AccountSource[] {
  const sources = fromJson(text, options.file) ?? fromYaml(text, options.file)
  if (sources.length === 0)
    failInput('file_empty', `"${options.file}" holds no account: give a list of account documents.`, { place: options })
  return sources
}

/** JSON is YAML too, but its own parser is about forty times as fast; where it fails, YAML's says in which line and why. */
function fromJson(text: string, file: string): readonly AccountSource[] | null {
  if (!/^\s*[[{]/.test(text)) return null
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    return null
  }
  if (!Array.isArray(content)) return [sourceOf(content, { file })]
  return content.map((document: unknown, index) => sourceOf(document, { file, path: `[${index}]` }))
}

function fromYaml(text: string, file: string): readonly AccountSource[] {
  const lineCounter = new LineCounter()
  // Every scalar stays the text that was written: a quantity without quotes never passes through a float.
  const documents = parseAllDocuments(text, { lineCounter, prettyErrors: false, schema: 'failsafe' })
  const sources: AccountSource[] = []
  for (const yaml of 'empty' in documents ? [] : documents) {
    const broken = yaml.errors[0]
    if (broken !== undefined) {
      const line = lineCounter.linePos(broken.pos[0]).line
      const why = broken.message.replace(/\s+/g, ' ').replace(/[.:]$/, '')
      failInput('document_invalid', `"${file}" is broken in line ${line} (${why}): correct it there.`, {
        place: { file, line },
        cause: broken,
      })
    }
    const content: unknown = toPlain(yaml, file)
    if (content === null || content === '') continue // nothing between two dividers
    const list = Array.isArray(content)
    const nodes = list ? ((yaml.contents as { items?: readonly unknown[] }).items ?? []) : [yaml.contents]
    for (const [index, document] of (list ? content : [content]).entries()) {
      const start = (nodes[index] as { range?: readonly number[] } | null | undefined)?.range?.[0]
      const line = start === undefined ? {} : { line: lineCounter.linePos(start).line }
      sources.push(sourceOf(document, { file, ...line, ...(list ? { path: `[${index}]` } : {}) }))
    }
  }
  return sources
}

/** Aliases without an anchor, or so many that they would fill the memory, show only here. */
function toPlain(yaml: { toJS(): unknown }, file: string): unknown {
  try {
    return yaml.toJS()
  } catch (cause) {
    return failInput('document_invalid', `"${file}" has aliases that do not resolve: write the values out.`, {
      place: { file },
      cause,
    })
  }
}

function sourceOf(document: unknown, place: ErrorPlace): AccountSource {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    const where = place.line === undefined ? (place.path ?? 'the content') : `line ${place.line}`
    failInput(
      'document_invalid',
      `"${place.file}": ${where} is not an account document: give fields such as venue, balances and positions.`,
      {
        place,
      },
    )
  }
  return { document: document as Readonly<Record<string, unknown>>, place }
}
