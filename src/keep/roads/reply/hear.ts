import { sql, type Tx } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { contentPlace, normaliseIdentifier } from '../../customers/index.ts'
import { type CheckedInteraction, recordBatch } from '../../interactions/index.ts'
import { sealText } from '../../keyring/index.ts'
import { lastLeasePast } from '../../terms/index.ts'
import type { RoadsDeps } from '../deps.ts'
import type { UsedTables } from '../tables.ts'
import { takeEffect } from './effect.ts'
import { looksFor } from './need.ts'
import { type Reading, readReply } from './read.ts'
import { taskWords } from './task.words.ts'
import { type Whose, whoseIs } from './whose.ts'

// What comes back by mail or SMS. All of it stands in the timeline of whoever wrote it, their words sealed; what says something about being
// contacted takes effect in the same transaction, and is answered for when nothing older can leave any more.

export type Heard = {
  /** The sender's own number for it: what comes twice is heard once. */
  id: string
  via: 'email' | 'sms'
  /** Where it came from, as it was written there. */
  address: string
  /** The message it answers, where that is known. */
  message?: number | undefined
  /** What they wrote themselves, without quotation and signature. */
  words: string
  country?: string | undefined
}

export type Outcome = 'stopped' | 'paused' | 'less' | 'resumed' | 'held' | 'need' | 'nothing'

const outcomes = {
  stop: 'stopped',
  all: 'stopped',
  less: 'less',
  pause: 'paused',
  start: 'resumed',
  smells: 'held',
  seeks: 'need',
  nothing: 'nothing',
} as const

const kindOf = { email: 'email', sms: 'phone' } as const
const mostWords = 4000
const answerWithinMs = 86_400_000

/** Hears a reply. An address of nobody, or of somebody erased, leaves no trace and is answered the same. */
export async function heardReply(deps: RoadsDeps, heard: Heard): Promise<Outcome> {
  const now = deps.clock.now()
  const kind = kindOf[heard.via]
  const normal = normaliseIdentifier(kind, heard.address, heard.country)
  const address = 'problem' in normal ? undefined : { kind, digest: deps.keyring.digest(kind, normal.value), value: normal.value }
  const whose = await whoseIs(deps, { address, message: heard.message })
  if (!whose) return 'nothing'
  const words = heard.words.replaceAll('\0', '').slice(0, mostWords)
  const reading = believed(readReply(words, { now, unasked: whose.answered?.unasked ?? true }), heard, whose)
  const event = eventOf(heard, { whose, value: address?.value, words, outcome: outcomes[reading.is] }, now)
  const [recorded] = await recordBatch(deps.recording, [event], {
    now,
    source: `reply-${heard.via}`,
    trust: 'secret',
    alongside: async (recordTx, [made]) => {
      const tx: Tx<UsedTables> = recordTx.withTables<UsedTables>()
      if (made?.status === 'recorded') await doAll(deps, tx, { heard, whose, reading, words }, now)
    },
  })
  if (!recorded || recorded.status === 'refused') throw new AppError('unavailable', 'This could not be kept. Please send it again in a moment.')
  if (reading.is !== 'nothing') await lastLeasePast(deps.db.$pickTables(), whose.people, deps.clock)
  return outcomes[reading.is]
}

/** Anybody can write somebody's address above a letter: what gives back needs a message of ours that it answers. Of a shared address nobody knows who looks for something. */
function believed(reading: Reading, heard: Heard, whose: Whose): Reading {
  if (reading.is === 'start' && heard.via === 'email' && !whose.answered) return { is: 'nothing' }
  return reading.is === 'seeks' && (whose.shared || !whose.byAddress) ? { is: 'nothing' } : reading
}

type Of = { whose: Whose; value: string | undefined; words: string; outcome: Outcome }

/** By the address, so that a shared one is nobody's alone; without one by the customer of the message. */
function eventOf(heard: Heard, { whose, value, words, outcome }: Of, now: Date): CheckedInteraction {
  return {
    place: 'reply',
    id: heard.id,
    at: now.getTime(),
    kind: 'message',
    title: 'Message',
    channel: heard.via,
    direction: 'in',
    identifiers: whose.byAddress && value !== undefined ? [{ kind: kindOf[heard.via], value, proven: true }] : [],
    ...(!whose.byAddress && { customer: whose.one }),
    ...(outcome !== 'nothing' && { outcome }),
    content: { text: words },
  }
}

type Doing = { heard: Heard; whose: Whose; reading: Reading; words: string }

async function doAll(deps: RoadsDeps, tx: Tx<UsedTables>, { heard, whose, reading, words }: Doing, now: Date): Promise<void> {
  if (reading.is === 'nothing') return
  if (reading.is === 'seeks') return looksFor(deps, tx, { customer: whose.one, words, message: whose.answered?.message }, now)
  const { rows } = await sql<{ customer_id: number; language: string | null }>`
    select customer_id, language from keep.customer where customer_id = any(${[...whose.people]}::bigint[]) order by customer_id`.execute(tx)
  for (const { customer_id: customer, language } of rows) {
    // Of a shared address nobody knows who wrote: the words are kept for one, the others' evidence is the keyword that was understood.
    const said = customer === whose.one ? words : `${heard.via}: ${reading.is}`
    await takeEffect(deps, tx, { customer, channel: heard.via, answered: whose.answered, reading, said, language: language ?? 'en' }, now)
  }
  if (reading.is === 'smells') await askSomebody(deps, tx, { customer: whose.one, words, via: heard.via }, now)
}

/** A task for a person: its words here, sealed; its row is the office's to make. */
async function askSomebody(deps: RoadsDeps, tx: Tx<UsedTables>, of: { customer: number; words: string; via: 'email' | 'sms' }, now: Date): Promise<void> {
  const { rows } = await sql<{ language: string }>`select language from keep.company`.execute(tx)
  const id = await deps.taskIds.one()
  const key = (await deps.keyring.keysFor([of.customer], 'content')).get(of.customer)
  if (!key) return
  const text = taskWords[rows[0]?.language.startsWith('ru') ? 'ru' : 'en'](of.words.slice(0, 600), of.via)
  const sealed = sealText(key, contentPlace(of.customer, 'task', id), JSON.stringify({ text }))
  await sql`insert into keep.content (customer_id, kind, id, category, sealed) values (${of.customer}, 'task', ${id}, 'content', ${sealed})`.execute(tx)
  const task = { customer: of.customer, task: id, due: new Date(now.getTime() + answerWithinMs).toISOString() }
  await sql`select office_jobs.add_job('task'::text, ${JSON.stringify(task)}::json)`.execute(tx)
}
