import type { Page } from './queries.ts'

/** What one chip above the timeline stands for: letters and messages by one channel, or one kind by whatever channel. */
export type Chip = {
  /** As it stands in the address: a kind, or a channel behind an @. */
  code: string
  said: { by: 'channel' } | { by: 'kind'; kind: string; title: Page['kinds'][number]['title'] }
  /** Whose picture it has: of a kind the channel most of them came by. */
  channel: string
  count: number
}

/** Kinds that are words sent to and fro: what tells them apart is the channel. */
const written = ['message', 'letter']

/** The chips of a timeline, those with the most first. */
export function chipsOf(kinds: Page['kinds']): Chip[] {
  const groups = Map.groupBy(kinds, ({ kind, channel }) => (written.includes(kind) ? `@${channel}` : kind))
  return [...groups]
    .flatMap(([code, [first, ...rest]]): Chip[] => {
      if (!first) return []
      const said = code.startsWith('@') ? { by: 'channel' as const } : { by: 'kind' as const, kind: first.kind, title: first.title }
      return [{ code, said, channel: first.channel, count: rest.reduce((sum, each) => sum + each.count, first.count) }]
    })
    .sort((a, b) => b.count - a.count)
}

/** Chosen codes as the API takes them. */
export const asOnly = (chosen: readonly string[]): string =>
  chosen.flatMap((code) => (code.startsWith('@') ? written.map((kind) => `${kind}${code}`) : [code])).join(',')

/** What an address says was chosen; what is no code is left out. */
export const chosenIn = (text: string | undefined): string[] =>
  [...new Set((text ?? '').split(',').filter((code) => /^(@[a-z]+|[a-z0-9][a-z0-9_.-]{0,63})$/.test(code)))].slice(0, 20)

/** Whether what one has just written down is not among what is shown. */
export const hides = (chosen: readonly string[], kind: string): boolean => chosen.length > 0 && !chosen.includes(kind)
