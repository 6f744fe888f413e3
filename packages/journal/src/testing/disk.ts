import { basename } from 'node:path'
import { type JournalDisk, nodeDisk, type WritableFile } from '../disk.js'

/** Where a test may listen in, or fail: each runs before the real call and replaces it where it returns something. */
export interface DiskHooks {
  /** How many bytes the disk takes of this write, a wait before it takes all, or a throw. */
  write?: (file: string, length: number) => number | undefined | Promise<undefined>
  /** May wait, or throw. */
  sync?: (file: string) => Promise<void> | undefined
}

/** The real file system with hooks, a log of writes and syncs of the segment (`write 96`, `sync`), and one of the order in which names become durable. */
export function hookedDisk(hooks: DiskHooks = {}): {
  readonly disk: JournalDisk
  readonly log: string[]
  readonly order: string[]
} {
  const log: string[] = []
  const order: string[] = []
  const disk: JournalDisk = {
    ...nodeDisk,
    async openForWriting(path, mode) {
      const file = await nodeDisk.openForWriting(path, mode)
      return hooked(file, path)
    },
    async rename(from, to) {
      order.push(`rename ${basename(from)} ${basename(to)}`)
      await nodeDisk.rename(from, to)
    },
    async syncDirectory(path) {
      order.push('sync directory')
      await nodeDisk.syncDirectory(path)
    },
  }
  function hooked(file: WritableFile, path: string): WritableFile {
    const isLogged = path.endsWith('.journal')
    return {
      size: file.size,
      async write(source, start, length, position) {
        const allowed = (await hooks.write?.(path, length)) ?? length
        const written = allowed === 0 ? 0 : await file.write(source, start, allowed, position)
        if (isLogged) log.push(`write ${written}`)
        return written
      },
      async sync() {
        await hooks.sync?.(path)
        await file.sync()
        order.push(`sync ${basename(path)}`)
        if (isLogged) log.push('sync')
      },
      truncate: (size) => file.truncate(size),
      close: () => file.close(),
    }
  }
  return { disk, log, order }
}

export function diskError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code, syscall: 'fdatasync' })
}
