import type { Command as Program } from 'commander'

/** Where a verb writes: results to `out`, everything else to `err`. */
export interface Streams {
  readonly out: NodeJS.WriteStream
  readonly err: NodeJS.WriteStream
}

/** One verb of the command; it returns its exit code. A new verb is one file and one line in `index.ts`. */
export interface Verb {
  readonly name: string
  /** Adds the verb to the program; `finish` takes the exit code. */
  register(program: Program, streams: Streams, finish: (code: number) => void): void
}

export function print(stream: NodeJS.WriteStream, text: string): void {
  stream.write(`${text}\n`)
}

export function printJson(stream: NodeJS.WriteStream, json: unknown): void {
  print(stream, JSON.stringify(json, null, 2))
}
