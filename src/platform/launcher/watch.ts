import type { Logger } from '../log.ts'
import { type Claim, claimInstallation } from './claim.ts'
import type { Databases } from './databases.ts'
import { ensurePostgres, type PostgresOptions } from './postgres.ts'

const lookEveryMs = 500

/**
 * Keeps an installation's database running and the claim on it held: PostgreSQL is no child of ours (it may have been
 * adopted), so it is looked at; when it has ended it is started again, and a claim that was lost is taken again.
 */
export function watchDatabase(database: Databases, firstClaim: Claim, server: PostgresOptions, log: Logger): { stop(): Promise<void> } {
  let postgres = database.postgres
  let claim: Claim | undefined
  let looking = Promise.resolve()
  let busy = false
  hold(firstClaim)

  function hold(taken: Claim) {
    claim = taken
    void taken.lost.then(() => {
      if (claim === taken) claim = undefined
    })
  }

  async function look(): Promise<void> {
    if (postgres && !postgres.alive()) {
      log.warn('PostgreSQL ended; it is started again')
      postgres = await ensurePostgres(server)
    }
    if (!claim) hold(await claimInstallation(database.ownerUrl))
  }

  const timer = setInterval(() => {
    if (busy) return
    busy = true
    looking = look()
      .catch((error: unknown) => log.error({ err: error }, 'the database is not ours again yet; trying again'))
      .finally(() => {
        busy = false
      })
  }, lookEveryMs)

  return {
    /** Gives the claim back and ends PostgreSQL in order; call it when nobody uses it any more. */
    stop: async () => {
      clearInterval(timer)
      await looking
      await claim?.release().catch(() => {})
      await postgres?.stop()
    },
  }
}
