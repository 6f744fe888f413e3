import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import { access, link, mkdir, open, rename, unlink } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { errnoOf } from './errors.js'

/**
 * Everything the journal asks of a file system: the seam where faults are injected.
 *
 * Reading is synchronous (it happens when a journal is opened or replayed); changing is asynchronous: writes and syncs
 * run in Node's thread pool and leave the event loop free. A worker of our own would save a hop, at the price of a second
 * copy of the state; it can come behind this same seam.
 */
export interface JournalDisk {
  kindOf(path: string): 'file' | 'directory' | 'absent'
  list(directory: string): readonly string[]
  readWhole(path: string): Buffer
  openForReading(path: string): ReadableFile
  openForWriting(path: string, mode: 'existing' | 'replace'): Promise<WritableFile>
  exists(path: string): Promise<boolean>
  /** Creates the directory and those above it, durably. */
  makeDirectory(path: string): Promise<void>
  /** A second name for a file; fails with EEXIST where the name is taken. */
  link(from: string, to: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  syncDirectory(path: string): Promise<void>
}

export interface ReadableFile {
  readonly size: number
  /** May read less than asked; 0 at the end of the file. */
  read(target: Buffer, start: number, length: number, position: number): number
  close(): void
}

export interface WritableFile {
  readonly size: number
  /** May write less than asked. */
  write(source: Buffer, start: number, length: number, position: number): Promise<number>
  /** Data and size on stable storage. */
  sync(): Promise<void>
  truncate(size: number): Promise<void>
  close(): Promise<void>
}

export const nodeDisk: JournalDisk = {
  kindOf(path) {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined) return 'absent'
    return found.isDirectory() ? 'directory' : 'file'
  },
  list: (directory) => readdirSync(directory),
  readWhole: (path) => readFileSync(path),
  openForReading(path) {
    const descriptor = openSync(path, 'r')
    return {
      size: fstatSync(descriptor).size,
      read: (target, start, length, position) => readSync(descriptor, target, start, length, position),
      close: () => closeSync(descriptor),
    }
  },
  async openForWriting(path, mode) {
    const handle = await open(path, mode === 'existing' ? 'r+' : 'w')
    return {
      size: (await handle.stat()).size,
      write: async (source, start, length, position) =>
        (await handle.write(source, start, length, position)).bytesWritten,
      sync: () => handle.datasync(),
      truncate: (size) => handle.truncate(size),
      close: () => handle.close(),
    }
  },
  async exists(path) {
    try {
      await access(path)
      return true
    } catch (cause) {
      if (errnoOf(cause) === 'ENOENT') return false
      throw cause
    }
  },
  async makeDirectory(path) {
    const firstCreated = await mkdir(path, { recursive: true })
    if (firstCreated === undefined) return
    const top = dirname(resolve(firstCreated))
    for (let child = resolve(path); child !== top; child = dirname(child)) await nodeDisk.syncDirectory(dirname(child))
  },
  link,
  rename,
  remove: unlink,
  async syncDirectory(path) {
    // Windows cannot open a directory; its file systems journal names themselves.
    if (process.platform === 'win32') return
    const handle = await open(path, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  },
}

/** Writes all of it: a write may take less than it was given (near a full disk it does), and goes on from there. */
export async function writeFully(file: WritableFile, source: Buffer, position: number): Promise<void> {
  let written = 0
  while (written < source.length) {
    const count = await file.write(source, written, source.length - written, position + written)
    if (count <= 0) throw new Error(`the disk took ${written} of ${source.length} bytes and no more`)
    written += count
  }
}

/** Puts a small file in place all at once: after a crash it is there whole, or not at all. */
export async function replaceFile(disk: JournalDisk, path: string, content: Buffer): Promise<void> {
  const temporary = `${path}.tmp`
  await writeNewFile(disk, temporary, content)
  await disk.rename(temporary, path)
  await disk.syncDirectory(dirname(path))
}

/** Writes a file and syncs it; its name is not durable before its directory is synced. */
export async function writeNewFile(disk: JournalDisk, path: string, content: Buffer): Promise<void> {
  const file = await disk.openForWriting(path, 'replace')
  try {
    await writeFully(file, content, 0)
    await file.sync()
  } finally {
    await file.close()
  }
}
