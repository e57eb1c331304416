import { useSyncExternalStore } from 'react'
import { systemClock } from '../../../src/platform/clock.ts'
import { isAway } from '../../ui/api.ts'
import { client } from '../../ui/queries.ts'
import { isReached } from '../../ui/reach.ts'
import { type Edit, isSameThing, type Waiting, withEdit } from './edits.ts'

// What was done without a connection, in order, until it is sent. It belongs to whoever is signed in, and goes with them.

type Owner = { staff: string; key: CryptoKey | undefined }
/** Loaded while there is a connection, to be at hand when there is none. */
type Box = typeof import('./box.ts')

const laterMs = 5_000
let all: readonly Waiting[] = []
let owner: Owner | undefined
let box: Box | undefined
let sending: string | undefined
let later: ReturnType<typeof setTimeout> | undefined
/** Written one after the other, or an older state could be the last. */
let keeping: Promise<unknown> = Promise.resolve()
const watchers = new Set<() => void>()

const watch = (tell: () => void) => {
  watchers.add(tell)
  return () => void watchers.delete(tell)
}

export const useWaiting = (): readonly Waiting[] => useSyncExternalStore(watch, () => all)

/** What waits of one customer. */
export const useWaitingOf = (customer: string): readonly Waiting[] => useWaiting().filter(({ edit }) => edit.customer === customer)

export const howManyWait = (): number => all.length

function set(next: readonly Waiting[]): void {
  all = next
  for (const tell of watchers) tell()
  keeping = keeping.then(() => box?.keep(owner?.key, all)).catch(() => undefined)
}

/** Takes over what this person left waiting before the page was loaded anew; `lost`: there was something, and it cannot be read any more. */
export async function openOutbox(staff: string, seal: string): Promise<'lost' | undefined> {
  box ??= await import('./box.ts')
  const key = await box.keyOf(seal)
  const same = owner === undefined || owner.staff === staff
  owner = { staff, key }
  if (!same) set([])
  else if (all.length > 0) set(all)
  else {
    const found = await box.kept(key)
    if (found === 'lost') return 'lost'
    if (found.length > 0) set(found)
  }
  void flush()
  return undefined
}

/** At sign-out: nothing of it stays. */
export function clearOutbox(): void {
  set([])
  box?.forget()
  owner = undefined
}

function add(edit: Edit): void {
  set(withEdit(all, { id: crypto.getRandomValues(new Uint32Array(2)).join('-'), at: systemClock.now().toISOString(), edit, trouble: null }, sending))
  // One answer may have been lost on a good link: then nobody tells that it is good again.
  clearTimeout(later)
  later = setTimeout(() => void flush(), laterMs)
}

/** Adds an edit of something that waits already; false when nothing does. */
export function followOn(edit: Edit): boolean {
  const waits = all.some((one) => isSameThing(one.edit, edit))
  if (waits) add(edit)
  return waits
}

/** Keeps a deed for later when the server was not reached; any other trouble is thrown on. Gives true: it waits. */
export function orLater(error: unknown, edit: Edit): true {
  if (!isAway(error)) throw error
  add(edit)
  return true
}

export function discard(id: string): void {
  if (id !== sending) set(all.filter((one) => one.id !== id))
}

/** Tries once more what was not taken; `over`: upon what somebody else wrote, which was shown. */
export function tryAgain(id: string): void {
  set(all.map((one) => (one.id === id ? { ...one, edit: upon(one), trouble: null } : one)))
  void flush()
}

function upon({ edit, trouble }: Waiting): Edit {
  if (!trouble || !('theirs' in trouble)) return edit
  if (edit.kind === 'field') return { ...edit, was: trouble.theirs, etag: trouble.etag }
  return edit.kind === 'owner' ? { ...edit, was: trouble.etag } : edit
}

/** Sends what waits, in order, one at a time; stops where the server is not reached. */
export async function flush(): Promise<void> {
  clearTimeout(later)
  if (sending !== undefined || !owner || !isReached()) return
  for (let next = first(); next; next = first()) {
    const { id, edit } = next
    sending = id
    const outcome = await import('./send.ts').then(({ send }) => send(edit)).catch(() => 'later' as const)
    sending = undefined
    if (outcome === 'out') return
    if (outcome === 'later') {
      later = setTimeout(() => void flush(), laterMs)
      return
    }
    set(outcome === 'sent' ? all.filter((one) => one.id !== id) : all.map((one) => (one.id === id ? { ...one, trouble: outcome } : one)))
    if (outcome === 'sent') renew(edit)
  }
}

const first = () => all.find(({ trouble }) => trouble === null)

function renew({ kind, customer }: Edit): void {
  const again = (queryKey: readonly string[]) => void client.invalidateQueries({ queryKey })
  if (customer) for (const key of ['card', 'timeline', 'history']) again([key, customer])
  if (kind === 'task') again(['tasks'])
}
