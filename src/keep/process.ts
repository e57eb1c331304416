import { join } from 'node:path'
import { systemClock } from '../platform/clock.ts'
import { readKeepConfig } from '../platform/config.ts'
import { logger, tellLastWords } from '../platform/log.ts'
import { serveRpc } from '../platform/rpc/index.ts'
import { settingsOf, underMain } from '../platform/supervise.ts'
import { askers } from './asker.ts'
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

const door = await serveRpc({ socket: join(config.runFolder, 'door.sock'), secret: config.doorSecret }, doorHandler(keep.door, askers(keep)), log)
const bulk = await listenForBulk(keep, join(config.runFolder, 'keep.sock'))
const timers = startTimers(keep)

const main = underMain(async () => {
  timers.stop()
  await Promise.all([door.close(), bulk.close(), jobs.then((j) => j.stop())])
  await keep.close()
})
main.ready()

const jobs = startKeepJobs(keep)

/** Settles when main has the message, so that the recovery key is with somebody before the keys are made. */
function tellMain(recovery: string): Promise<void> {
  return new Promise((told, failed) => {
    if (process.send) process.send({ recovery }, undefined, undefined, (error) => (error ? failed(error) : told()))
    else failed(new Error('The keep makes keys only under main, which shows the recovery key.'))
  })
}
