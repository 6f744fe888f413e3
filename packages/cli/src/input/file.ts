import { readFileSync } from 'node:fs'
import { failInput } from '../errors.js'

/**
 * The text of a UTF-8 file, without a byte order mark.
 * @throws `file_missing` no such file · `file_unreadable` a folder, no permission, a ZIP, not UTF-8, too large · `file_empty` nothing in it
 */
export function readText(file: string): string {
  const bytes = read(file)
  const place = { file }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4)
    failInput('file_unreadable', `"${file}" is a ZIP archive: unpack it and give the file inside.`, { place })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes) // also drops the byte order mark
  } catch (cause) {
    failInput('file_unreadable', `"${file}" is not UTF-8 text of at most 512 MB: convert or split it.`, {
      place,
      cause,
    })
  }
  if (text.trim() === '') failInput('file_empty', `"${file}" is empty: give a file with content.`, { place })
  return text
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code
    const place = { file }
    if (reason === 'ENOENT' || reason === 'ENOTDIR')
      failInput('file_missing', `There is no file "${file}": check the path.`, { place, cause })
    const why =
      reason === 'EISDIR'
        ? 'it is a folder: name a file in it'
        : reason === 'EACCES' || reason === 'EPERM'
          ? 'permission is denied: allow reading it'
          : reason === 'ERR_FS_FILE_TOO_LARGE'
            ? 'it is too large: split it'
            : `${String(reason)}: check that it can be opened`
    return failInput('file_unreadable', `"${file}" cannot be read, ${why}.`, { place, cause })
  }
}
