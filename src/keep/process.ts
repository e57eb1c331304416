import { join } from 'node:path'
import { openSecurePort } from '../platform/apart/index.ts'
import { systemClock } from '../platform/clock.ts'
import { type Between, readKeepConfig } from '../platform/config.ts'
import { warnOfTooFewConnections } from '../platform/db/index.ts'
import { assert } from '../platform/errors.ts'
import { logger, tellLastWords } from '../platform/log.ts'
import { serveRpc } from '../platform/rpc/index.ts'
import { settingsOf, underMain } from '../platform/supervise.ts'
import { askers } from './asker.ts'
import { lookAtTheUnsure } from './customers/index.ts'
import { doorHandler } from './door/index.ts'
import { startKeepJobs } from './jobs.ts'
import { listenForBulk } from './listener.ts'
import { openKeep } from './open.ts'
import { startTimers } from './timers.ts'

// The keep: it knows who people are and alone holds the keys. It answers the office at the door, and takes in, on a
// listener of its own, what carries personal data in bulk.

const config = readKeepConfig(await settingsOf(process.env))
const log = logger('keep')
tellLastWords(log)
const keep = await openKeep(config, { clock: systemClock, log, tell: tellMain })

const at = await places(config.between)
const door = await serveRpc({ ...at.calls, secret: config.doorSecret }, doorHandler(keep.door, askers(keep)), log)
const bulk = await listenForBulk(keep, at.bulk)
const timers = startTimers(keep)

const main = underMain(async () => {
  timers.stop()
  await Promise.all([door.close(), bulk.close(), at.close(), jobs.then((j) => j.stop())])
  await keep.close()
})
main.ready()

const jobs = startKeepJobs(keep)
// Until it is known whether they are children, what is unasked is refused them: nobody has to wait for this.
lookAtTheUnsure({ db: keep.db.$pickTables(), keyring: keep.access.keyring }, keep.clock.now()).catch((error: unknown) =>
  log.error({ err: error }, 'who is a child was not looked at; it is tonight'),
)
void warnOfTooFewConnections(keep.db, log)

/** Settles when main has the message, so that the recovery key is with somebody before the keys are made. */
function tellMain(recovery: string): Promise<void> {
  return new Promise((told, failed) => {
    if (process.send) process.send({ recovery }, undefined, undefined, (error) => (error ? failed(error) : told()))
    else failed(new Error('The keep makes keys only under main, which shows the recovery key.'))
  })
}

/** Where calls and bytes come in: sockets of this machine, or one port for an office on another. */
async function places(between: Between) {
  if ('runFolder' in between)
    return { calls: { socket: join(between.runFolder, 'door.sock') }, bulk: { socket: join(between.runFolder, 'keep.sock') }, close: async () => {} }
  const [place] = between.doors
  assert(place, 'a keep for other machines has an address')
  const secure = await openSecurePort({ ...place, papers: between.papers, whom: 'office' }, log)
  return { calls: { secure }, bulk: { secure }, close: secure.close }
}
