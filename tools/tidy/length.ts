import type { Problem, RepositoryFile } from './files.js'

const LINES_MAX = 400
const MEASURED = /\.(ts|tsx|mjs|css)$/

/**
 * No source file has more than 400 lines. Those that already had are listed with their length, which may only shrink: a list entry
 * above the file's present length is a problem too, so that what was gained is kept.
 */
export function fileLength(
  files: readonly RepositoryFile[],
  ratchet: Readonly<Record<string, number>>,
): readonly Problem[] {
  const measured = new Map(files.filter(({ path }) => MEASURED.test(path)).map((file) => [file.path, linesOf(file)]))
  const tooLong = [...measured].flatMap(([path, lines]) => {
    const allowed = ratchet[path] ?? LINES_MAX
    return lines > allowed
      ? [{ path, message: `${lines} lines, at most ${allowed}: one idea each, take something out.` }]
      : []
  })
  const slack = Object.entries(ratchet).flatMap(([path, allowed]) => {
    const lines = measured.get(path) ?? 0
    if (lines <= LINES_MAX) return [{ path, message: 'Short enough now: remove it from tools/tidy/ratchet.json.' }]
    return lines < allowed ? [{ path, message: `Now ${lines} lines: lower its entry in tools/tidy/ratchet.json.` }] : []
  })
  return [...tooLong, ...slack]
}

function linesOf(file: RepositoryFile): number {
  return file.text.replace(/\n$/, '').split('\n').length
}
