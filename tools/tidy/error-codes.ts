import { isCode, isTest, type Problem, type RepositoryFile } from './files.js'
import { readMarkdown } from './markdown.js'
import { syntaxOf } from './syntax.js'

const DOCUMENT = 'docs/ERRORS.md'

/**
 * The convention: a union of string literals that a package calls `…ErrorCode` or `…Reason` holds codes that people meet.
 * Each stands in docs/ERRORS.md, as the first cell of a table row or in a heading, in backquotes; and every code there exists.
 */
const HOLDS_CODES = /(ErrorCode|Reason)$/

export function errorCodes(files: readonly RepositoryFile[]): readonly Problem[] {
  const document = files.find((file) => file.path === DOCUMENT)
  const explained = document === undefined ? new Map<string, number>() : codesOf(document)
  const written = files
    .filter(({ path }) => path.startsWith('packages/') && isCode(path) && !isTest(path))
    .flatMap(codesIn)
  const known = new Set(written.map(({ code }) => code))
  return [
    ...written
      .filter(({ code }) => !explained.has(code))
      .map(({ path, line, code }) => ({ path, line, message: `${DOCUMENT} does not explain "${code}": add a row.` })),
    ...[...explained]
      .filter(([code]) => !known.has(code))
      .map(([code, line]) => ({ path: DOCUMENT, line, message: `No package has the code "${code}": remove it.` })),
  ]
}

function codesIn(file: RepositoryFile): readonly { path: string; line: number; code: string }[] {
  return [...syntaxOf(file).unions]
    .filter(([name]) => HOLDS_CODES.test(name))
    .flatMap(([, literals]) => literals.map(({ text, line }) => ({ path: file.path, line, code: text })))
}

function codesOf(document: RepositoryFile): ReadonlyMap<string, number> {
  const codes = new Map<string, number>()
  readMarkdown(document).prose.forEach((text, index) => {
    const place = /^#{1,6}\s.*$/.exec(text)?.[0] ?? /^\s*\|([^|]*)\|/.exec(text)?.[1] ?? ''
    for (const [, code = ''] of place.matchAll(/`([a-z0-9_]+)`/g)) codes.set(code, index + 1)
  })
  return codes
}
