import type { Drawing } from '../../ui/chart/draw.ts'
import { dayOf, money, percent } from '../../ui/formats.ts'
import type { Language, Say } from '../../ui/words.ts'
import { rounded } from '../insight/telling.ts'
import type { Check, Values } from './queries.ts'
import type { valueWords } from './value.words.ts'

// What the explorer draws, from what the endpoints give. Pure: the words come along.

type With = { say: Say<typeof valueWords.en>; language: Language; now: Date }
const dayMs = 86_400_000

/** How many customers are expected to spend how much: from left to right. */
export function worthPlot({ bins, currency }: Values, { say, language }: With): Drawing {
  const sum = (minor: number) => money(rounded({ minor, currency: currency ?? 'RUB' }), language)
  return bars(
    say('worth_along'),
    bins.map(({ from_minor, to_minor }) => `${sum(from_minor)} – ${sum(to_minor)}`),
    [{ name: say('customers'), values: bins.map(({ count }) => count) }],
  )
}

/** How many customers are still with us with which chance. */
export function stayingPlot({ staying }: Values, { say, language }: With): Drawing {
  return bars(
    say('staying_along'),
    staying.map(({ from, to }) => `${percent(from, language)} – ${percent(to, language)}`),
    [{ name: say('customers'), values: staying.map(({ count }) => count) }],
  )
}

/** Purchases after the first, counted and expected, summed up over time. */
export function trackingPlot({ tracking }: Check, { say, language, now }: With): Drawing {
  return {
    of: 'plot',
    plot: {
      look: 'line',
      along: { title: say('tracking_along'), names: tracking.map(({ day }) => dayOf(new Date(day * dayMs + dayMs / 2), now, language)), isTime: true },
      series: [
        { name: say('made'), values: tracking.map(({ made }) => made) },
        { name: say('expected'), values: tracking.map(({ expected }) => Math.round(expected * 10) / 10) },
      ],
      unit: { of: 'count' },
    },
  }
}

/** What was expected of one customer of each tenth, and what one did. Runs of earlier versions know them by how often they had come back only. */
export function calibrationPlot({ deciles, calibration }: Check, { say }: With): Drawing {
  const groups = deciles.length > 0 ? deciles : calibration
  const names = deciles.length > 0 ? deciles.map((_, k) => String(k + 1)) : calibration.map(({ repeats }) => String(repeats))
  return bars(say(deciles.length > 0 ? 'deciles_along' : 'repeats_along'), names, [
    { name: say('made'), values: groups.map(({ made }) => made) },
    { name: say('expected'), values: groups.map(({ expected }) => expected) },
  ])
}

const bars = (title: string, names: string[], series: { name: string; values: number[] }[]): Drawing => ({
  of: 'plot',
  // Rising values stand from left to right, as time does.
  plot: { look: 'bars', along: { title, names, isTime: true }, series, unit: { of: 'count' } },
})

/** The last day that the fit saw. */
export const seenUntil = ({ until }: Check, { language, now }: With): string => dayOf(new Date(until * dayMs + dayMs / 2), now, language)
