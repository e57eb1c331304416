import { fileURLToPath } from 'node:url'
import { type ChildOptions, officeAccount, prepareParts, startAnalyst, startKeep, startOffice, whenAnswers } from './children.ts'
import { readPapers, type WingPapers } from './platform/apart/index.ts'
import { systemClock } from './platform/clock.ts'
import { analystEnv, doorsOf, keepEnv, officeEnv, readMainConfig } from './platform/config.ts'
import { AppError, badInput } from './platform/errors.ts'
import { trustedProxies, untilPortIsFree } from './platform/http/index.ts'
import { makeHome, secretOf, withClient } from './platform/launcher/index.ts'
import { logger } from './platform/log.ts'
import { recoveryWords } from './platform/recovery-words.ts'
import { freshRunFolder } from './platform/run-folder.ts'
import type { Child } from './platform/supervise.ts'
import { ensureWeb } from './platform/web-build.ts'

// Some parts of an installation on this machine, the others elsewhere: `rapport start --role …`. The database is an operator's
// own and prepared by `rapport db migrate`; nothing is claimed, so a part may run on several machines.

export const roles = ['keep', 'office', 'analyst'] as const
export type Role = (typeof roles)[number]

export type PartsOptions = {
  roles: readonly Role[]
  home?: string | undefined
  /** Where the keep listens, or where the office finds it: HOST:PORT, for the office several with commas. */
  door?: string | undefined
  /** The folder that `rapport certificates` made, or what of it was copied here. */
  certificates?: string | undefined
  host?: string | undefined
  port?: number | undefined
  publicUrl?: string | undefined
  say?(line: string): void
}

export type RunningParts = {
  /** What was started, in words for a line. */
  parts: string
  /** Typed by the first administrator at set-up; only the machine of a keep knows it. */
  setUpCode: string | undefined
  stop(): Promise<void>
}

const root = fileURLToPath(new URL('..', import.meta.url))

/** Starts the named parts and gives them when all are ready. Throws in one sentence what is not said or not prepared. */
export async function startParts(o: PartsOptions): Promise<RunningParts> {
  const say = o.say ?? ((line: string) => process.stderr.write(`${line}\n`))
  const plans = o.roles.map((role) => planOf[role]({ ...o, say }))
  for (const plan of plans) await plan.prepare()
  const code = await prepareParts(say)
  const log = logger('main')
  const heard = (message: object) => {
    if ('recovery' in message && typeof message.recovery === 'string') say(recoveryWords(message.recovery))
  }
  const children = plans.map((plan) => plan.start({ code, log, heard, tell: plan.tell }))
  const stop = async () => {
    for (const child of children) await child.stop()
  }
  try {
    await Promise.all(children.map((child) => child.ready))
  } catch (error) {
    await stop()
    throw error
  }
  const setUpCode = plans.find((plan) => plan.setUpCode)?.setUpCode
  return { parts: plans.map((plan) => plan.what).join(', '), setUpCode, stop }
}

/** The roles in the order in which they are stopped: whoever uses another goes first. */
export function rolesOf(text: string): Role[] {
  const named = text.split(',').map((one) => one.trim())
  const unknown = named.find((one) => !roles.some((role) => role === one))
  if (unknown !== undefined)
    throw badInput(`"${unknown}" is no role: keep, office or analyst, or several with commas. The couriers run where the keep runs.`, '--role')
  return [...roles].reverse().filter((role) => named.includes(role))
}

type Plan = {
  what: string
  setUpCode?: string | undefined
  prepare(): Promise<void>
  tell: ChildOptions['tell']
  start(options: ChildOptions): Child
}

const planOf: { [R in Role]: (o: PartsOptions & { say(line: string): void }) => Plan } = {
  keep: (o) => {
    const set = readMainConfig(process.env)
    const databaseUrl = needed(set.keepDatabaseUrl, 'KEEP_DATABASE_URL', 'keep')
    const keysDatabaseUrl = needed(set.keysDatabaseUrl, 'KEYS_DATABASE_URL', 'keep')
    const { doors, papers, common, setUpCode } = apart('keep', o)
    const home = makeHome(o.home ?? set.home)
    const config = { ...common, between: { doors, papers }, databaseUrl, keysDatabaseUrl, keysFolder: home.keys, home: home.root }
    const [{ host, port } = { host: '', port: 0 }] = doors
    const { smtpUrl, sendingPaused, outwardNetworks } = set
    return {
      what: `keep on ${host}, port ${port}`,
      setUpCode,
      prepare: async () => {
        await isPrepared(databaseUrl, 'KEEP_DATABASE_URL')
        await untilPortIsFree({ host, port })
      },
      tell: () => whenAnswers(databaseUrl, keepEnv({ ...config, smtpUrl, sendingPaused, setUpCode, outwardNetworks })),
      start: startKeep,
    }
  },
  office: (o) => {
    const set = readMainConfig(process.env)
    const databaseUrl = needed(set.officeDatabaseUrl, 'OFFICE_DATABASE_URL', 'office')
    const { doors, papers, common } = apart('office', o)
    const at = { host: o.host ?? set.host, port: o.port ?? set.port }
    trustedProxies(set.trustedProxies) // a list that is none is told before anything is begun
    return {
      what: `office on ${at.host}, port ${at.port}`,
      prepare: async () => {
        await isPrepared(databaseUrl, 'OFFICE_DATABASE_URL')
        await untilPortIsFree(at)
        await ensureWeb(root, o.say)
      },
      tell: () =>
        whenAnswers(
          databaseUrl,
          officeEnv({
            ...common,
            ...at,
            between: { doors, papers },
            analystSecret: undefined, // it answers on its own machine only
            databaseUrl,
            trustedProxies: set.trustedProxies,
            metricsToken: set.metricsToken,
            outwardNetworks: set.outwardNetworks,
          }),
        ),
      start: (options) => startOffice({ ...options, account: officeAccount({ folders: [], port: at.port, say: o.say }) }),
    }
  },
  analyst: (o) => {
    const databaseUrl = needed(readMainConfig(process.env).analystDatabaseUrl, 'ANALYST_DATABASE_URL', 'analyst')
    const home = makeHome(o.home ?? readMainConfig(process.env).home)
    let runFolder = home.run
    return {
      what: 'analyst',
      prepare: async () => {
        await isPrepared(databaseUrl, 'ANALYST_DATABASE_URL')
        runFolder = freshRunFolder(home.run)
      },
      tell: () => whenAnswers(databaseUrl, analystEnv({ databaseUrl, home: home.root, runFolder, secret: secretOf(home, 'analyst') })),
      start: startAnalyst,
    }
  },
}

/** What a wing needs to talk to the other on another machine. */
function apart(wing: 'keep' | 'office', o: PartsOptions & { say(line: string): void }) {
  const set = readMainConfig(process.env)
  const door = needed(o.door ?? set.door, '--door (or RAPPORT_DOOR)', wing)
  const folder = needed(o.certificates ?? set.certificates, '--certificates (or RAPPORT_CERTIFICATES)', wing)
  const publicUrl = needed(o.publicUrl ?? set.publicUrl, '--public-url (or PUBLIC_URL)', wing)
  const { papers, shared, setUpCode }: WingPapers = readPapers({ folder, wing, now: systemClock.now(), say: o.say })
  const common = { doorSecret: shared.door, idsSecret: shared.ids, publicUrl, lookLimitMs: set.lookLimitMs, demo: false }
  return { doors: doorsOf(door), papers, setUpCode, common }
}

function needed(value: string | undefined, name: string, role: Role): string {
  if (!value) throw badInput(`The role ${role} needs ${name}.`)
  return value
}

async function isPrepared(url: string, name: string): Promise<void> {
  const prepared = await withClient(url, async (client) => {
    const { rows } = await client.query<{ there: boolean }>(`select to_regclass('public.migration') is not null as there`)
    return rows[0]?.there === true
  }).catch((error: unknown) => {
    throw new AppError('unavailable', `The database of ${name} does not answer: ${error instanceof Error ? error.message : String(error)}.`)
  })
  if (!prepared) throw new AppError('unavailable', `The database of ${name} is not prepared: run rapport db migrate once, with DATABASE_URL.`)
}
