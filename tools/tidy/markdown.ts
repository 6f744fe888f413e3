import type { RepositoryFile } from './files.js'

/** A fenced code block: ```` ```info ````. */
export interface CodeBlock {
  readonly info: string
  readonly text: string
  /** Of the opening fence, from 1. */
  readonly line: number
  /** Of the closing fence. */
  readonly endLine: number
  /** The nearest heading above, '' where there is none. */
  readonly heading: string
}

export interface Heading {
  readonly text: string
  readonly line: number
}

export interface Markdown {
  readonly headings: readonly Heading[]
  readonly blocks: readonly CodeBlock[]
  /** The lines with those inside code blocks blanked, so that line numbers stay. */
  readonly prose: readonly string[]
}

const FENCE = /^\s*(`{3,}|~{3,})\s*(.*?)\s*$/
const HEADING = /^#{1,6}\s+(.*?)\s*#*$/

/** Headings, code blocks and prose of a document. */
export function readMarkdown(file: RepositoryFile): Markdown {
  const headings: Heading[] = []
  const blocks: CodeBlock[] = []
  const prose: string[] = []
  let open: { fence: string; info: string; line: number; lines: string[] } | null = null
  file.text.split('\n').forEach((text, index) => {
    const [, fence = '', info = ''] = FENCE.exec(text) ?? []
    const line = index + 1
    prose.push(open === null && fence === '' ? text : '')
    if (open === null && fence !== '') open = { fence, info, line, lines: [] }
    else if (open !== null && fence.startsWith(open.fence) && info === '') {
      const heading = headings.at(-1)?.text ?? ''
      blocks.push({ info: open.info, text: `${open.lines.join('\n')}\n`, line: open.line, endLine: line, heading })
      open = null
    } else if (open !== null) open.lines.push(text)
    else {
      const title = HEADING.exec(text)?.[1]
      if (title !== undefined) headings.push({ text: title, line })
    }
  })
  return { headings, blocks, prose }
}
