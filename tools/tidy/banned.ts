import { isCode, isTest, type Problem, type RepositoryFile } from './files.js'
import { type Comment, syntaxOf } from './syntax.js'

interface Ban {
  readonly pattern: RegExp
  /** What it is and what to write in its place. */
  readonly why: string
}

const clock = 'core is told the time: take `atMs` as an argument'
const chance = 'core is told its seeds: take a generator as an argument'
const float = 'money never passes through a float: use the number kinds'
const curve = 'this differs between JavaScript engines: use our own'
const world = 'core asks the world nothing: do it at the edge'

/** In packages/core/src, tests excepted. */
const IN_CORE: readonly Ban[] = [
  { pattern: /\bDate\s*\.\s*now\b/, why: clock },
  { pattern: /\bDate\s*\(\s*\)|\bnew\s+Date\s*(?![\w\s(])/, why: clock },
  { pattern: /\bperformance\s*\./, why: clock },
  { pattern: /\bset(Timeout|Interval|Immediate)\b/, why: clock },
  { pattern: /\bMath\s*\.\s*random\b/, why: chance },
  { pattern: /\bcrypto\s*\./, why: chance },
  { pattern: /\bprocess\s*\./, why: world },
  { pattern: /\bNumber\s*\(/, why: float },
  { pattern: /\bparseFloat\b/, why: float },
  { pattern: /\.\s*toFixed\b/, why: float },
  { pattern: /\bMath\s*\.\s*(exp|expm1|log|log2|log10|log1p|pow)\b/, why: curve },
  { pattern: /\.\s*(sort|toSorted)\s*\(\s*\)/, why: 'say the order: give a comparator' },
  { pattern: /(:|\bas|<)\s*any\b/, why: 'say the type: `any` switches the checks off' },
  { pattern: /\benum\s+\w/, why: 'use a union of string literals' },
]

/** In every code file. */
const EVERYWHERE: readonly Ban[] = [
  { pattern: /\.\s*only\s*\(/, why: 'it leaves all the other tests out' },
  { pattern: /\.\s*skip\s*\(/, why: 'a test that is left out proves nothing: mend it or remove it' },
]

const UNFINISHED = /\bFIXME\b/
const EXCEPTION = /^\s*tidy-ok\b:?\s*(.*)$/

/**
 * What may not be written, each with what to write instead. `// tidy-ok: reason` at the end of a line is a visible exception; one
 * without a reason, or one that excuses nothing, is a problem itself.
 */
export function bannedCode(files: readonly RepositoryFile[]): readonly Problem[] {
  return files.filter((file) => isCode(file.path)).flatMap(bannedIn)
}

function bannedIn(file: RepositoryFile): readonly Problem[] {
  const { code, comments } = syntaxOf(file)
  const isCore = file.path.startsWith('packages/core/src/') && !isTest(file.path)
  const bans = isCore ? [...IN_CORE, ...EVERYWHERE] : EVERYWHERE
  const found = code.split('\n').flatMap((text, index) =>
    bans.flatMap(({ pattern, why }) => {
      const match = pattern.exec(text)
      return match === null ? [] : [{ path: file.path, line: index + 1, message: `\`${match[0].trim()}\`: ${why}.` }]
    }),
  )
  const exceptions = comments.filter((comment) => comment.isLine && EXCEPTION.test(comment.text))
  const excused = new Set(exceptions.map((exception) => exception.line))
  const problems = [...found, ...(isCore ? nodeImports(file) : [])]
  return [
    ...problems.filter((problem) => !excused.has(problem.line)),
    ...exceptions.flatMap((exception) => wrongException(file, exception, problems)),
    ...comments.filter((comment) => UNFINISHED.test(comment.text)).map((comment) => unfinished(file, comment)),
  ]
}

function nodeImports(file: RepositoryFile): readonly (Problem & { line: number })[] {
  return syntaxOf(file)
    .references.filter((reference) => reference.specifier.startsWith('node:'))
    .map(({ specifier, line }) => ({
      path: file.path,
      line,
      message: `\`${specifier}\`: core runs in any JavaScript runtime.`,
    }))
}

function wrongException(file: RepositoryFile, exception: Comment, found: readonly Problem[]): readonly Problem[] {
  const place = { path: file.path, line: exception.line }
  const reason = EXCEPTION.exec(exception.text)?.[1] ?? ''
  if (reason === '') return [{ ...place, message: 'An exception says why: `// tidy-ok: reason`.' }]
  if (found.some((problem) => problem.line === exception.line)) return []
  return [{ ...place, message: 'This exception excuses nothing on its line: remove it.' }]
}

function unfinished(file: RepositoryFile, comment: Comment): Problem {
  return {
    path: file.path,
    line: comment.line,
    message: 'Unfinished work is not left in the code: finish it or file it.',
  }
}
