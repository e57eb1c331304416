import { readAnalystConfig } from '../../platform/config.ts'
import { openDb, sql } from '../../platform/db/index.ts'
import { logger, tellLastWords } from '../../platform/log.ts'
import { settingsOf, underMain } from '../../platform/supervise.ts'

// The analyst: a process of its own with a role that reads facts only. It will own the analytical copy; for now it proves
// that its role opens the facts, and that it lives.

const config = readAnalystConfig(await settingsOf(process.env))
const log = logger('analyst')
tellLastWords(log)
const db = openDb<Record<string, never>>({ url: config.databaseUrl, max: 1, name: 'rapport analyst' })
const main = underMain(() => db.destroy())

const askEveryMs = 60_000

async function look(): Promise<void> {
  try {
    await sql`select 1 from fact.change limit 1`.execute(db)
  } catch (error) {
    log.warn({ err: error }, 'the facts cannot be read now')
  }
}

await look()
setInterval(look, askEveryMs)
main.ready()
