import { statfs } from 'node:fs/promises'
import { AppError } from '../platform/errors.ts'
import { dataFolderOf } from '../platform/launcher/index.ts'

// Room on the disk. PostgreSQL that cannot write its log ends at once, so recording stops while there still is some.

const leastFreeBytes = 200_000_000

export type Disk = { used_bytes: number; free_bytes: number }

export type Room = {
  /** Looks anew; a timer calls it each second. */
  look(): Promise<void>
  /** The fullest of the disks that matter, as of the last look; null when none can be asked. */
  disk(): Disk | null
  full(): boolean
  /** Throws `unavailable` when there is no room for more. */
  require(): void
}

/** Watches the disks of an installation's folder and of its data. */
export async function openRoom(home: string): Promise<Room> {
  const folders = [home, dataFolderOf(home)]
  let disk: Disk | null = null
  const look = async () => {
    const found = await Promise.all(folders.map(diskOf))
    disk = found.flatMap((d) => d ?? []).sort((a, b) => a.free_bytes - b.free_bytes)[0] ?? null
  }
  await look()
  const full = () => disk !== null && disk.free_bytes < leastFreeBytes
  return {
    look,
    disk: () => disk,
    full,
    require: () => {
      if (full())
        throw new AppError('unavailable', 'The disk is almost full, so nothing more can be recorded. What was acknowledged is safe.', { retryAfterSeconds: 30 })
    },
  }
}

async function diskOf(folder: string): Promise<Disk | undefined> {
  const found = await statfs(folder).catch(() => undefined)
  return found && { used_bytes: (found.blocks - found.bfree) * found.bsize, free_bytes: found.bavail * found.bsize }
}
