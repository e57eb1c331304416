import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../../platform/clock.ts'
import { ask, type Duck, literal } from '../mirror/duck.ts'
import type { Mirror } from '../mirror/mirror.ts'
import { permitted } from './permitted.ts'

// What is asked freely is asked of a file of its own, in which nothing stands but what may be asked: persons who may be analysed, kinds and
// fields that are kept for analysis. However a question gets round a view, behind it is nothing else.

export type AskedCopy = {
  /** Brings it up to date and gives its file and the moment it shows. One after the other. */
  ready(): Promise<{ path: string; asOf: Date }>
}

/** A copy that is older than so many times what it takes to make is made anew when something changed. */
const worth = 20

export function askedCopy(deps: { mirror: Mirror; folder: string; clock: Clock }): AskedCopy {
  const { mirror, clock } = deps
  const path = join(deps.folder, 'asked.duckdb')
  let made: { mark: string; closed: string; asOf: Date; at: number; tookMs: number } | undefined
  remove(path)

  async function make(duck: Duck, now: { mark: string; closed: string }): Promise<void> {
    const began = clock.monotonic()
    const fresh = `${path}.new`
    remove(fresh)
    await attached(duck, fresh, async () => {
      for (const { name, said } of permitted) await duck.run(`create table asked.${name} as ${said}`)
    })
    remove(path)
    renameSync(fresh, path)
    made = { ...now, asOf: mirror.state().as_of ?? clock.now(), at: clock.monotonic(), tookMs: clock.monotonic() - began }
  }

  /** Whoever left since it was made leaves it too, before the next question. */
  async function leave(duck: Duck): Promise<void> {
    await attached(duck, path, async () => {
      const gone = '(select person from asked.subject where person not in (select person from subject))'
      const [{ n } = { n: 0 }] = await ask(duck, `select count(*) as n from ${gone}`)
      if (n === 0) return
      for (const { name, personal } of permitted.toReversed()) if (personal) await duck.run(`delete from asked.${name} where person in ${gone}`)
    })
  }

  return {
    ready: async () => {
      await mirror.refreshAside()
      return mirror.reading(async (duck) => {
        const [row] = await ask(duck, `select snapshot as mark, (select string_agg(what || code, ',' order by what, code) from closed) as closed from mark`)
        const now = { mark: String(row?.['mark']), closed: String(row?.['closed']) }
        const isOld = !made || !existsSync(path) || now.closed !== made.closed || (now.mark !== made.mark && clock.monotonic() - made.at > worth * made.tookMs)
        if (isOld) await make(duck, now)
        else await leave(duck)
        return { path, asOf: made?.asOf ?? clock.now() }
      })
    },
  }
}

async function attached(duck: Duck, path: string, work: () => Promise<void>): Promise<void> {
  await duck.run(`attach ${literal(path)} as asked`)
  try {
    await work()
  } finally {
    await duck.run('detach asked')
  }
}

function remove(path: string): void {
  for (const one of [path, `${path}.wal`]) rmSync(one, { force: true })
}
