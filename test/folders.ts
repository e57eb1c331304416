import { chmodSync, mkdirSync, mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Where a run of the tests keeps its files. Hundreds of databases are made and dropped: on a disk that is most of what the
// tests wait for. What is tested against the disk itself (`onDisk`) stays on one.

const memory = '/dev/shm'
const roomMb = 4 * 1024
const spareMb = 6 * 1024
const diskVariable = 'RAPPORT_TEST_DISK'

/** A folder for one run; in memory, `tmpdir()` leads into it from here on. Whoever asks removes it. */
export function makeRunFolder(): string {
  const disk = tmpdir()
  const inMemory = memoryHasRoom()
  const folder = mkdtempSync(join(inMemory ? memory : disk, 'rapport-test-'))
  walkable(folder)
  if (!inMemory) return folder
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary)
  walkable(temporary)
  process.env[diskVariable] = disk
  process.env['TMPDIR'] = temporary
  return folder
}

/** Where to put what must lie on a real disk, and outside the run's own folder. */
export const onDisk = (): string => process.env[diskVariable] ?? tmpdir()

/** As root, PostgreSQL and the office run as somebody else who has to walk in. */
const walkable = (folder: string) => chmodSync(folder, 0o711)

/** Much more than a run has been seen to use, of the folder's own size and of the machine's memory: a browser and two products run beside it. */
function memoryHasRoom(): boolean {
  if (process.platform !== 'linux') return false
  try {
    const { bavail, bsize } = statfsSync(memory)
    return (bavail * bsize) / 2 ** 20 >= roomMb && process.availableMemory() / 2 ** 20 >= spareMb
  } catch {
    return false
  }
}
