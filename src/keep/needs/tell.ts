import { type AnyDb, sql, type Tx } from '../../platform/db/index.ts'
import { type Actor, askNotice, staffWhoMay, standingOfStaff } from '../access/index.ts'
import { unseenAmong, withinOf } from '../customers/index.ts'
import type { UsedTables } from './tables.ts'

// What others learn of a need by its own commit: that there is something new to look at, and nothing of whose it is.

/** A worry that is to be looked into, as the office makes a task of it. */
type Worry = { customer: number; task: number; due_at: string; owner: number | null; unit: number | null }

/** Pages that show needs look again; a worry becomes a task. */
export async function tellOffice(tx: AnyDb, said: { worry?: Worry }): Promise<void> {
  await sql`select office_jobs.add_job('needs'::text, ${JSON.stringify(said)}::json)`.execute(tx)
}

type Told = { kind: 'need_new' | 'worry_new'; need: number; customer: number; unnamed: boolean; by: Actor }

/**
 * Those who may answer hear of it, each as they chose. No customer stands in it: of an unnamed one there is none to be told of, and
 * everybody hears of it; of others whoever sees their customer.
 */
export async function tellStaff(tx: Tx<UsedTables>, { kind, need, customer, unnamed, by }: Told): Promise<void> {
  const may = await staffWhoMay(tx.$pickTables(), 'needs.answer')
  const to = unnamed ? may : await whoSee(tx, may, customer)
  await askNotice(tx, { to, kind, subject: { kind: 'need', id: need }, once: `need ${need}`, ...(by.kind === 'staff' && { by: by.id }) })
}

async function whoSee(tx: Tx<UsedTables>, staff: readonly number[], customer: number): Promise<number[]> {
  const standings = await standingOfStaff(tx.$pickTables(), staff)
  const limited = [...standings].flatMap(([id, standing]) => {
    const within = withinOf({ ...standing, actor: { kind: 'staff', id, role: standing.role } })
    return within ? [{ staff: id, customer, within }] : []
  })
  const blind = new Set((await unseenAmong(tx.$pickTables(), limited)).map((place) => limited[place]?.staff))
  return staff.filter((id) => !blind.has(id))
}

/** Whoever gave an answer hears what the customer said to it. */
export async function tellAnswerer(
  tx: AnyDb,
  { staff, need, answer, accepted }: { staff: number; need: number; answer: number; accepted: boolean },
): Promise<void> {
  await askNotice(tx, { to: [staff], kind: accepted ? 'answer_accepted' : 'answer_declined', subject: { kind: 'need', id: need }, once: `answer ${answer}` })
}
