import { type JournalDisk, nodeDisk, type WritableFile } from '../disk.js'

/** Where a test may listen in, or fail: each runs before the real call and replaces it where it returns something. */
export interface DiskHooks {
  /** How many bytes the disk takes of this write, or a throw. */
  write?: (file: string, length: number) => number | undefined
  /** May wait, or throw. */
  sync?: (file: string) => Promise<void> | undefined
}

/** The real file system with a log of the changing calls on the segment (`write 96`, `sync`) and hooks. */
export function hookedDisk(hooks: DiskHooks = {}): { readonly disk: JournalDisk; readonly log: string[] } {
  const log: string[] = []
  const disk: JournalDisk = {
    ...nodeDisk,
    async openForWriting(path, mode) {
      const file = await nodeDisk.openForWriting(path, mode)
      return hooked(file, path)
    },
  }
  function hooked(file: WritableFile, path: string): WritableFile {
    const isLogged = path.endsWith('.journal')
    return {
      size: file.size,
      async write(source, start, length, position) {
        const allowed = hooks.write?.(path, length) ?? length
        const written = allowed === 0 ? 0 : await file.write(source, start, allowed, position)
        if (isLogged) log.push(`write ${written}`)
        return written
      },
      async sync() {
        await hooks.sync?.(path)
        await file.sync()
        if (isLogged) log.push('sync')
      },
      truncate: (size) => file.truncate(size),
      close: () => file.close(),
    }
  }
  return { disk, log }
}

export function diskError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code, syscall: 'fdatasync' })
}
