import type { Problem, RepositoryFile } from './files.js'
import { readMarkdown } from './markdown.js'

/** A code block of a document that is run as it stands. */
export interface Sample {
  readonly path: string
  readonly line: number
  readonly heading: string
  readonly language: 'js' | 'sh'
  readonly text: string
  /** Exact standard output, from a `text output` block directly after; null where the document shows none. */
  readonly output: string | null
}

/** Blocks marked `js run` or `sh run` in all documents, each with the `text output` block that follows it directly. */
export function runnableSamples(files: readonly RepositoryFile[]): readonly Sample[] {
  return files
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap((file) => {
      const { blocks, prose } = readMarkdown(file)
      return blocks.flatMap((block, index) => {
        const language = block.info === 'js run' ? 'js' : block.info === 'sh run' ? 'sh' : null
        if (language === null) return []
        const next = blocks[index + 1]
        const isDirect = next?.info === 'text output' && prose.slice(block.endLine, next.line).join('').trim() === ''
        const { line, heading, text } = block
        return [{ path: file.path, line, heading, language, text, output: isDirect ? next.text : null } as const]
      })
    })
}

/** Blocks that say `run` in a language that nothing runs, and outputs that belong to no run. */
export function sampleMarks(files: readonly RepositoryFile[]): readonly Problem[] {
  return files
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap((file) => {
      const claimed = runnableSamples([file]).filter((sample) => sample.output !== null).length
      const { blocks } = readMarkdown(file)
      const outputs = blocks.filter((block) => block.info === 'text output')
      const unknown = blocks.filter(({ info }) => /\srun\b/.test(info) && info !== 'js run' && info !== 'sh run')
      return [
        ...unknown.map(({ line, info }) => ({
          path: file.path,
          line,
          message: `Nothing runs "${info}": samples are marked "js run" or "sh run".`,
        })),
        ...(outputs.length > claimed
          ? [{ path: file.path, message: 'A "text output" block stands directly after the block that prints it.' }]
          : []),
      ]
    })
}
