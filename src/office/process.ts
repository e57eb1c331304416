import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'
import { pipes } from '../keep/door/contract.ts'
import { type SecureWay, secureWay } from '../platform/apart/index.ts'
import { systemClock } from '../platform/clock.ts'
import { type Between, readOfficeConfig } from '../platform/config.ts'
import { openDb, warnOfTooFewConnections } from '../platform/db/index.ts'
import { callerAddress, farAway, listen, listenerOf, type Onward, pipe, rateLimit, trustedProxies, type Who } from '../platform/http/index.ts'
import { idBlocks, opaque } from '../platform/ids/index.ts'
import { logger, tellLastWords } from '../platform/log.ts'
import { openReads } from '../platform/reads.ts'
import { settingsOf, underMain } from '../platform/supervise.ts'
import { accountRoutes } from './account/index.ts'
import { analysisRoutes, openAnalyst } from './analyst/index.ts'
import { arrivalRoutes } from './arrivals/index.ts'
import { audienceRoutes } from './audiences/index.ts'
import { bulkRoutes } from './bulk/index.ts'
import { askerOf, authenticate, type Caller } from './caller.ts'
import { campaignRoutes } from './campaigns/index.ts'
import { consoleRoutes } from './console/index.ts'
import { openDoor } from './door.ts'
import { exportRoutes } from './exports/index.ts'
import { openFigures } from './figures.ts'
import { healthRoutes } from './health/index.ts'
import type { House } from './house.ts'
import { insightRoutes } from './insight/index.ts'
import { startOfficeJobs } from './jobs.ts'
import { kindTitles, topicTitles } from './kinds.ts'
import { leadRoutes } from './leads/index.ts'
import { listRoutes, openLists } from './lists/index.ts'
import { deedOf, liveRoutes, openLive } from './live/index.ts'
import { needRoutes } from './needs/index.ts'
import { noticeRoutes } from './notices/index.ts'
import { ownershipRoutes } from './ownership/index.ts'
import { pageRoutes } from './pages.ts'
import { portalRoutes } from './portal/index.ts'
import { qualityRoutes } from './quality/index.ts'
import { reportRoutes } from './reports/index.ts'
import type { OfficeTables } from './tables.ts'
import { tillRoutes } from './till/index.ts'
import { startOfficeTimers } from './timers.ts'
import { openWebhooks } from './webhooks/index.ts'
import { workRoutes } from './work/index.ts'

// The office: the one public port, the console, the portal and their API. It holds no key and no name; what carries
// personal data in bulk it hands on to the keep, bytes as they are.

const config = readOfficeConfig(await settingsOf(process.env))
const root = fileURLToPath(new URL('../..', import.meta.url))
const log = logger('office')
tellLastWords(log)
const db = openDb<OfficeTables>({ url: config.databaseUrl, max: 8, name: 'rapport office' })
const reads = openReads<OfficeTables>({ url: config.databaseUrl, name: 'rapport office reads', limitMs: config.lookLimitMs })
const keep = wayTo(config.between)
const door = openDoor({ ...keep.calls, secret: config.doorSecret })
const analyst = wayToAnalyst()
const lists = openLists({ url: config.databaseUrl, door, clock: systemClock })
const app = new Hono()

// A person clicks a few times a second and a program asks a few dozen; more is somebody drawing off the store.
const callers = rateLimit({ perSecond: 50, burst: 300 })

async function limited(request: Request, who: Who): Promise<Caller> {
  const caller = await authenticate(door, request, who)
  const { kind } = caller.person.actor
  if (kind !== 'service') callers.spend(`${kind} ${askerOf(caller)}`, systemClock.monotonic())
  return caller
}

const ids = opaque(config.idsSecret)

const house: House = {
  app,
  on: { log, now: systemClock.now, authenticate: (request, who) => limited(request, who) },
  db,
  door,
  ids,
  rowIds: idBlocks(db, 'office.row_id_seq'),
  live: await openLive({ db: db.$pickTables(), url: config.databaseUrl, ids, log, clock: systemClock }),
  figures: openFigures(reads),
  lists,
  analyst,
  clock: systemClock,
  kindTitles: kindTitles(door, systemClock),
  topicTitles: topicTitles(door, systemClock),
  demo: config.demo,
  wipe: (staff) => main.say({ wipe: { staff } }),
  keepHttp: { ...keep.bulk, caller: '127.0.0.1' },
  metricsToken: config.metricsToken,
  version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
  startedAt: systemClock.now(),
}

healthRoutes(house)
liveRoutes(house)
accountRoutes(house)
analysisRoutes(house)
noticeRoutes(house)
listRoutes(house)
consoleRoutes(house)
workRoutes(house)
ownershipRoutes(house)
leadRoutes(house)
needRoutes(house)
insightRoutes(house)
tillRoutes(house)
bulkRoutes(house)
exportRoutes(house)
campaignRoutes(house)
arrivalRoutes(house)
audienceRoutes(house)
qualityRoutes(house)
reportRoutes(house)
portalRoutes(house)
const webhooks = await openWebhooks(house, config.outwardNetworks)
pageRoutes(house, join(root, 'web/dist'))

const proxies = trustedProxies(config.trustedProxies)
const own = listenerOf(app.fetch)
const { close } = await listen(
  (request, response) => {
    response.setHeader('x-content-type-options', 'nosniff')
    const path = request.url ?? '/'
    response.on('finish', () => {
      const deed = deedOf(request, response.statusCode, house.ids)
      if (deed) void house.live.tell(deed)
    })
    if (pipes(request.method, path)) pipe({ ...keep.bulk, caller: callerAddress(request, proxies) }, request, response)
    else own(request, response)
  },
  { host: config.host, port: config.port },
)

const main = underMain(async () => {
  await close()
  await house.live.close()
  await timers.stop()
  await webhooks.stop()
  await jobs.then((j) => j.stop())
  door.close()
  analyst?.close()
  await Promise.all([db.destroy(), reads.destroy(), lists.destroy()])
})
main.ready()

const jobs = startOfficeJobs(house, config.databaseUrl)
void warnOfTooFewConnections(db, log)
const timers = startOfficeTimers(house)

/** The analyst of this machine. A question may wait for others, and for the copy. */
function wayToAnalyst() {
  const { between, analystSecret: secret } = config
  return 'runFolder' in between && secret ? openAnalyst({ socket: join(between.runFolder, 'analyst.sock'), secret }, 150_000) : undefined
}

/** Where calls go and where bytes are piped. */
function wayTo(between: Between): { calls: { socket: string } | { way: SecureWay }; bulk: Onward } {
  if ('runFolder' in between) return { calls: { socket: join(between.runFolder, 'door.sock') }, bulk: { socketPath: join(between.runFolder, 'keep.sock') } }
  const way = secureWay(between.doors, between.papers, 'keep')
  return { calls: { way }, bulk: farAway(way) }
}
