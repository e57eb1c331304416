import { channelNumber, channelOf, secondOf, topicOf } from './contactMark.ts'

// Rolling caps. A contact at second t is right when no window of the cap's length that holds it would hold more contacts
// than the cap allows, those already planned for later included.

/** A null key: each channel, topic or brand for itself; a household's counts what goes by post. */
export type Cap = ({ scope: 'all' | 'channel' | 'topic' | 'household'; key: number | null } | { scope: 'unit'; key: string | null }) & {
  contacts: number
  windowS: number
  own?: boolean
}

const byPost = channelNumber('post')

/** Seconds that count beside the person's own marks: of contacts in the name of the cap's brand, and of the letters by post to those they live with. */
export type Beside = { brand?: readonly number[]; household?: readonly number[] }

/** Caps that count a contact by this channel on this topic (0: on none), in the name of this brand (undefined: of none). */
export function applies(cap: Cap, channel: number, topic: number, brand?: string): boolean {
  if (cap.scope === 'all') return true
  if (cap.scope === 'unit') return brand !== undefined && (cap.key === null || cap.key === brand)
  if (cap.scope === 'household') return channel === byPost
  const of = cap.scope === 'channel' ? channel : topic
  return of !== 0 && (cap.key === null || cap.key === of)
}

/** The seconds of the recent contacts that count under this cap, ascending. */
export function counted(cap: Cap, recent: readonly number[], channel: number, topic: number, beside: Beside = {}): number[] {
  if (cap.scope === 'unit') return (beside.brand ?? []).toSorted((a, b) => a - b)
  const out: number[] = cap.scope === 'household' ? [...(beside.household ?? [])] : []
  for (const mark of recent) {
    if (cap.scope === 'channel' && channelOf(mark) !== channel) continue
    if (cap.scope === 'household' && channelOf(mark) !== byPost) continue
    if (cap.scope === 'topic' && topicOf(mark) !== topic) continue
    out.push(secondOf(mark))
  }
  return out.sort((a, b) => a - b)
}

/** Whether one more contact at second `t` keeps the cap. `seconds` ascending. */
export function fits(cap: Cap, seconds: readonly number[], t: number): boolean {
  if (cap.contacts === 0) return false
  if (seconds.length < cap.contacts) return true
  const near = seconds.filter((s) => s > t - cap.windowS && s < t + cap.windowS)
  if (near.length < cap.contacts) return true
  const all = [...near, t].sort((a, b) => a - b)
  for (let i = 0; i + cap.contacts < all.length; i++) {
    const [first, last] = [all[i], all[i + cap.contacts]]
    if (first !== undefined && last !== undefined && last - first < cap.windowS) return false
  }
  return true
}

/** The first second from `t` on at which one more contact keeps every cap; undefined when a cap of nothing forbids it for good. */
export function firstFit(caps: readonly { cap: Cap; seconds: readonly number[] }[], t: number): number | undefined {
  if (caps.some(({ cap }) => cap.contacts === 0)) return undefined
  const candidates = new Set([t])
  for (const { cap, seconds } of caps) for (const s of seconds) if (s + cap.windowS > t) candidates.add(s + cap.windowS)
  return [...candidates].sort((a, b) => a - b).find((at) => caps.every(({ cap, seconds }) => fits(cap, seconds, at)))
}
