import type { Running } from '../../src/main.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { badInput } from '../../src/platform/errors.ts'
import { finding, findings } from './demo/check.ts'
import { folderOf, freePort, isInstallation, readMark, removeDemo, startHouse, verify, writeMark } from './demo/house.ts'
import { demoPassword, enterConsents, enterWork, type Moved, publishTerms, recordLife, registerWords, settleStaff } from './demo/load.ts'
import { meetNewcomers, openForm } from './demo/newcomers.ts'
import { type Teller, teller } from './demo/print.ts'
import { putOnShelf, shelfFound, upcomingOf } from './demo/shelf.ts'
import { type Thought, think, thoughtFound } from './demo/think.ts'
import { tillCard, tillFound } from './demo/till.ts'
import { type Toured, tour } from './demo/tour.ts'
import { type Language, languageOf, words } from './demo/words.ts'
import { type Company, companies, type Town, town } from './index.ts'
import { superstore } from './superstore.ts'

// `rapport demo`: one company of the town, or a real shop, with everything set up, walked through before one's eyes.

export type DemoOptions = { company: string; once: boolean; home?: string | undefined; port?: number | undefined }

const usualPort = 4000

/** Opens the demo and stays until it is stopped; with `once` checks itself over HTTP, says what it found, and sets the exit code. */
export async function demo(o: DemoOptions): Promise<void> {
  const language = languageOf(process.env)
  const told: Told = { language, say: words[language], teller: teller(process.stdout) }
  const world = worldOf(o.company)
  const home = folderOf(o)
  const port = o.port ?? (await freePort(usualPort))
  const here = { company: o.company, today: today() }
  const before = readMark(home)
  if (before === undefined && isInstallation(home)) throw badInput(`${home} holds an installation that is no demo; name another folder with --home.`, '--home')
  const asLeft = !o.once && before?.loaded === true && before.today === here.today && before.company === o.company
  told.teller.say(`\n${asLeft ? told.say.again(world.title[language]) : told.say.intro(world.title[language], o.company !== 'superstore')}\n`)
  if (before !== undefined && !asLeft) await makeRoom(home, port)
  writeMark(home, { ...here, loaded: asLeft, customer: asLeft ? before?.customer : undefined })
  try {
    const running = await told.teller.step(
      told.say.starting,
      () => startHouse({ home, port, say: told.teller.say }),
      (r) => told.say.started(r.url),
    )
    try {
      await stayOpen(
        running,
        { asLeft, once: o.once, customer: before?.customer, loaded: (customer) => writeMark(home, { ...here, loaded: true, customer }) },
        world,
        told,
      )
    } finally {
      await running.stop()
    }
  } finally {
    if (o.once) removeDemo(home)
  }
  process.exit(process.exitCode ?? 0)
}

/** Fills a fresh installation and walks through it, or opens one as it was left; with `once` checks it, else stays until asked to stop. */
async function stayOpen(running: Running, o: Left, world: Town, told: Told): Promise<void> {
  const asked = untilAsked()
  const opened = o.asLeft ? 'as left' : await Promise.race([fill(running, world, told), asked])
  if (opened === 'asked') return
  const link = opened === 'as left' ? o.customer : opened.toured.hero?.link
  const customer = link === undefined ? undefined : pathOf(link)
  if (opened !== 'as left') o.loaded(customer)
  if (o.once && opened !== 'as left') return conclude(opened, running, world, told)
  tellWhatToOpen(told, running, world, customer)
  await asked
}

/** Companies with enough customers who buy again for models to say something of each. */
const thinks: ReadonlySet<string> = new Set(['bookshop', 'superstore', 'kiosk'])

/** How a demo was left: with everything in it or not, and the path of the customer's page that was shown. */
type Left = { asLeft: boolean; once: boolean; customer: string | undefined; loaded(customer: string | undefined): void }

type Told = { language: Language; say: (typeof words)[Language]; teller: Teller }
type Opened = { moved: Moved; customers: Map<string, string>; toured: Toured; thought: Thought | undefined; verified: { holds: boolean; lines: string[] } }

/** The port may be another at the next start. */
const pathOf = (link: string): string => (link.startsWith('/') ? link : new URL(link).pathname)

function worldOf(name: string): Town {
  if (name === 'superstore') return superstore({ today: today() })
  const company = companies.find((known): known is Company => known === name)
  if (company === undefined) throw badInput(`There is no company "${name}" in the demo; there are ${companies.join(', ')} and superstore.`, 'company')
  return town({ company, today: today() })
}

/** The day in Moscow, where the town lies. */
function today(): string {
  return new Date(systemClock.now().getTime() + 3 * 3_600_000).toISOString().slice(0, 10)
}

/** A demo of another day, or one that was cut short, makes room; one that is open somewhere is left alone and said so. */
async function makeRoom(home: string, port: number): Promise<void> {
  const claimed = await startHouse({ home, port, say: () => {} })
  await claimed.stop()
  removeDemo(home)
}

async function fill(running: Running, world: Town, { language, say, teller: t }: Told): Promise<Opened> {
  const real = world.company === 'superstore'
  const place = real ? { country: 'US', currency: 'USD', timeZone: 'America/New_York' } : { country: 'RU', currency: 'RUB', timeZone: 'Europe/Moscow' }
  const moved = await t.step(
    say.staff,
    // Whoever works at a Russian company works in Russian, wherever the demo is looked at from.
    () => settleStaff({ url: running.url, code: running.setUpCode, world, language: real ? 'en' : 'ru', ...place }),
    (m) => say.staffDone(m.staff.size),
  )
  await t.step(say.registers, () => registerWords(moved, world), say.registersDone)
  await publishTerms(moved)
  const passes = await openForm(moved, world)
  const life = await t.step(
    say.life,
    (progress) => recordLife(moved, world, progress),
    (l) => say.lifeDone(l.recorded, l.customers.size),
  )
  await t.step(say.consents, (progress) => enterConsents(moved, world, life.customers, progress), say.consentsDone)
  await t.step(say.work, (progress) => enterWork(moved, world, life.customers, progress), say.workDone)
  t.say('')
  const toured = await tour(moved, world, { say, language, teller: t })
  const thought = thinks.has(world.company)
    ? await t.step(
        say.thinking,
        () => think(moved),
        (run) => say.thought(run.customers),
      )
    : undefined
  await putOnShelf(moved, world, life.customers)
  // After the tour: what it counts and says is about those whom the town has always known.
  await meetNewcomers(moved, world, passes)
  const verified = await t.step(
    say.verify,
    () => verify(running.home),
    (v) => say.verified(v.lines.at(-1) ?? ''),
  )
  return { moved, customers: life.customers, toured, thought, verified }
}

function tellWhatToOpen({ say, teller: t }: Told, running: Running, world: Town, customer: string | undefined): void {
  const upcoming = upcomingOf(world)
  const lines: [string, string][] = [
    [say.console, running.url],
    ...world.staff.slice(0, 3).map((p): [string, string] => [say.signIn, `${p.email}  ${demoPassword}  (${p.role})`]),
    ...(world.company === 'kiosk' ? [[say.till, `${running.url}/till  ${tillCard(world)?.value ?? ''}`] as [string, string]] : []),
    ...(upcoming ? [[say.shelf, `${running.url}/goods/${upcoming.sku}`] as [string, string]] : []),
    [say.mailbox, `${running.url}/mailbox`],
    ...(customer === undefined ? [] : [[say.customerPage, `${running.url}${customer}`] as [string, string]]),
  ]
  const wide = Math.max(...lines.map(([title]) => title.length))
  t.say(`\n${say.open}`)
  for (const [title, what] of lines) t.say(`  ${title.padEnd(wide)}  ${what}`)
  t.say(`\n${say.folder} ${running.home}\n${say.stop}\n`)
}

async function conclude(opened: Opened, running: Running, world: Town, { say, language, teller: t }: Told): Promise<void> {
  t.say(`${say.checking}`)
  const found = await findings(opened.moved, world, opened.customers, opened.toured)
  found.push(...(await shelfFound(opened.moved, world)))
  if (world.company === 'kiosk') found.push(...(await tillFound(opened.moved, world)))
  else if (opened.thought) found.push(...(await thoughtFound(opened.moved, world, opened)))
  const children = running.children()
  const steady = children.every((child) => child.restarts === 0)
  found.push(finding(opened.verified.holds, 'rapport verify holds', 'rapport verify сошёлся'))
  found.push(
    finding(steady, `none of ${children.length} processes had to be started again`, `процессов: ${children.length}, ни один не пришлось запускать заново`),
  )
  for (const { what, holds } of found) t.say(`  ${holds ? '✓' : '✗'} ${what[language]}`)
  if (!opened.verified.holds) for (const line of opened.verified.lines) t.say(`      ${line}`)
  const wrong = found.filter((f) => !f.holds).length
  t.say(`\n${wrong === 0 ? say.allFound : say.notFound(wrong)}`)
  process.exitCode = wrong === 0 ? 0 : 1
}

/** Settles at the first Ctrl-C or SIGTERM; a second Ctrl-C ends at once. */
function untilAsked(): Promise<'asked'> {
  return new Promise((asked) => {
    let once = false
    const ask = (): void => {
      if (once) process.exit(1)
      once = true
      asked('asked')
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
  })
}
