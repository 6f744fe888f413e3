import type { Output } from '../verbs/verb.js'

/** A bar on a terminal, redrawn in place; silent where the stream is not one. */
export interface Progress {
  show(share: number, note: string): void
  clear(): void
}

const WIDTH = 28

export function createProgress(stream: Output): Progress {
  const isTerminal = stream.isTTY === true
  return {
    show: (share, note) => {
      if (!isTerminal) return
      const done = Math.round(Math.min(1, share) * WIDTH)
      stream.write(
        `\r[${'█'.repeat(done)}${'·'.repeat(WIDTH - done)}] ${String(Math.floor(share * 100)).padStart(3)} %  ${note}\u001b[K`,
      )
    },
    clear: () => {
      if (isTerminal) stream.write('\r\u001b[K')
    },
  }
}
