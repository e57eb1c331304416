import { chmodSync, mkdirSync, mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Where a run of the tests keeps its files. Hundreds of databases are made and dropped: on a disk that is most of what the
// tests wait for. What is tested against the disk itself (`onDisk`) stays on one.

const memory = '/dev/shm'
const roomMb = 4 * 1024
const spareMb = 6 * 1024
const diskVariable = 'RAPPORT_TEST_DISK'

/** A folder for one run and everything its tests write; from here on it is what `tmpdir()` gives. Whoever asks removes it. */
export function makeRunFolder(): string {
  const disk = tmpdir()
  const folder = mkdtempSync(join(memoryHasRoom() ? memory : disk, 'rapport-test-'))
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary)
  // As root, PostgreSQL and the office run as somebody else who has to walk in; its socket's folder may be made here by an ordinary user.
  for (const one of [folder, temporary]) chmodSync(one, 0o711)
  process.env[diskVariable] = disk
  process.env['TMPDIR'] = temporary
  return folder
}

/** Where to put what must lie on a real disk, and outside the run's own folder. */
export const onDisk = (): string => process.env[diskVariable] ?? tmpdir()

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
