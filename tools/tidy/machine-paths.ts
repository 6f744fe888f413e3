import type { Problem, RepositoryFile } from './files.js'

const MACHINE_PATH = /(?<![\w./~:-])\/(work|tmp|root|home)\//

/** No file names a folder of one person's machine: it would be true there only. This folder's samples are excepted. */
export function machinePaths(files: readonly RepositoryFile[]): readonly Problem[] {
  return files
    .filter(({ path }) => !path.startsWith('tools/tidy/'))
    .flatMap((file) =>
      file.text.split('\n').flatMap((text, index) => {
        const match = MACHINE_PATH.exec(text)
        if (match === null) return []
        return [
          {
            path: file.path,
            line: index + 1,
            message: `"${match[0]}" is a folder of one machine: name it relatively.`,
          },
        ]
      }),
    )
}
