import { ageBands } from '../../../src/office/quality/contract.ts'
import type { Drawing } from '../../ui/chart/draw.ts'
import type { Say } from '../../ui/words.ts'
import type { qualityWords } from './quality.words.ts'
import type { OfField, OfKind } from './queries.ts'

type With = { say: Say<typeof qualityWords.en>; titleOf: (of: OfField) => string }

/** Of how many customers each field is known, by when it was said. Pure: the words come along. */
export function knownPlot({ persons, fields }: OfKind, { say, titleOf }: With): Drawing {
  const share = (n: number) => (persons === 0 ? 0 : n / persons)
  return {
    of: 'plot',
    plot: {
      look: 'bars',
      along: { title: say('field'), names: fields.map(titleOf), isTime: false },
      series: ageBands.map((band) => ({ name: say(band), values: fields.map(({ ages }) => share(ages[band])) })),
      unit: { of: 'share' },
    },
  }
}

/** The share of everything that one would know and does, over all fields. */
export function completeness({ persons, fields }: OfKind): number | null {
  const all = persons * fields.length
  return all === 0 ? null : fields.reduce((sum, { known }) => sum + known, 0) / all
}
