import type { Drawing } from '../../ui/chart/draw.ts'
import type { Say } from '../../ui/words.ts'
import type { waysWords } from './ways.words.ts'

type Group = { name: string; bought: number; left: number; share: { value: number; low: number; high: number } | null }

/** So many are seen at a glance. */
export const drawn = 8

/** Of the most common groups how many times ended in a purchase, and how many in none. */
export function waysPlot(title: string, groups: readonly Group[], say: Say<typeof waysWords.en>): Drawing {
  const most = groups.slice(0, drawn)
  return {
    of: 'plot',
    plot: {
      look: 'bars',
      along: { title, names: most.map(({ name }) => name), isTime: false },
      series: [
        { name: say('bought'), values: most.map(({ bought }) => bought) },
        { name: say('left'), values: most.map(({ left }) => left) },
      ],
      unit: { of: 'count' },
    },
  }
}

/** The group after which most leave, where even the lower end is above what is usual; undefined where none stands out. */
export function stopping<G extends Group>(
  groups: readonly G[],
  usual: Group['share'],
): (G & { left_share: { value: number; low: number; high: number } }) | undefined {
  if (usual === null) return undefined
  const all = groups.flatMap((group) =>
    group.share === null ? [] : [{ ...group, left_share: { value: 1 - group.share.value, low: 1 - group.share.high, high: 1 - group.share.low } }],
  )
  return all.filter(({ left_share }) => left_share.low > 1 - usual.value).toSorted((a, b) => b.left_share.low - a.left_share.low)[0]
}
