import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '../launcher/index.ts'
import { lastBackups } from './backups.ts'
import type { Finding } from './finding.ts'
import { manifestName } from './manifest.ts'

const oldAfterDays = 8
const noSuchTable = '42P01'
const about = 'backups'
const todo = 'rapport backup, every night, and a copy of it on another machine.'

/** What the database knows of backups, wherever they were written; else what lies in the installation's own folder. */
export async function examineBackups(ownerUrl: string, folder: string, now: Date): Promise<Finding> {
  const known = await lastBackups(ownerUrl, now).catch((error: unknown) => {
    if (codeOf(error) === noSuchTable) return undefined // a migration is waiting, which is told by itself
    throw error
  })
  if (!known || (!known.good && !known.failed)) return examineFolder(folder, now)
  if (known.failed) {
    const why = known.failed.why ?? 'it never ended'
    return { about, state: 'bad', found: `the last try, ${ageOf(known.failed.at, now)}, failed: ${why}`, todo: 'Mend that, then: rapport backup.' }
  }
  return known.good ? judged(known.good.at, known.good.place, now) : examineFolder(folder, now)
}

/** The newest whole backup in a folder, for when the database cannot be asked or knows of none (a restored one). */
export function examineFolder(folder: string, now: Date): Finding {
  const whole = list(folder).filter((name) => name.startsWith('main-') && existsSync(join(folder, name, manifestName)))
  const times = whole.map((name) => statSync(join(folder, name)).mtime.getTime())
  if (times.length === 0) return { about, state: 'note', found: `none in ${folder}`, todo }
  return judged(new Date(Math.max(...times)), folder, now)
}

function judged(at: Date, place: string, now: Date): Finding {
  const found = `the last is ${ageOf(at, now)}, in ${place}`
  return daysSince(at, now) > oldAfterDays ? { about, state: 'note', found, todo } : { about, state: 'ok', found }
}

const daysSince = (at: Date, now: Date) => (now.getTime() - at.getTime()) / 86_400_000

function ageOf(at: Date, now: Date): string {
  const days = Math.floor(daysSince(at, now))
  return days < 1 ? 'of today' : `${days} day${days === 1 ? '' : 's'} old`
}

function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}
