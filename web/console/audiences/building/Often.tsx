import { NativeSelect } from '@mantine/core'
import { useWords } from '../../../ui/words.ts'
import { buildWords } from './build.words.ts'
import { Figure } from './Figures.tsx'

export type Times = { at_least: number; at_most?: number | undefined }
const ways = ['least', 'most', 'between', 'never'] as const
type Way = (typeof ways)[number]

function wayOf({ at_least, at_most }: Times): Way {
  if (at_most === undefined) return 'least'
  if (at_least === 0) return at_most === 0 ? 'never' : 'most'
  return 'between'
}

function turned(times: Times, way: Way): Times {
  const some = Math.max(1, times.at_least || times.at_most || 1)
  if (way === 'never') return { at_least: 0, at_most: 0 }
  if (way === 'most') return { at_least: 0, at_most: some }
  return way === 'between' ? { at_least: some, at_most: Math.max(some, times.at_most ?? some) } : { at_least: some, at_most: undefined }
}

type OftenProps = {
  times: Times
  more?: readonly { value: string; label: string }[]
  chosen?: string | undefined
  onMore?: (value: string) => void
  onChange: (times: Times) => void
}

/** How often something happened; `more`: other things that may be said of it instead. */
export function Often({ times, more = [], chosen, onMore, onChange }: OftenProps) {
  const say = useWords(buildWords)
  const way = wayOf(times)
  const put = (value: string) => {
    const next = ways.find((each) => each === value)
    if (next) onChange(turned(times, next))
    else onMore?.(value)
  }
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={say('how_often')}
        value={chosen ?? way}
        data={[...ways.map((each) => ({ value: each, label: say(`often_${each}`) })), ...more]}
        onChange={(event) => put(event.currentTarget.value)}
      />
      {chosen === undefined && (way === 'least' || way === 'between') ? (
        <Figure
          label={say('times')}
          suffix={say('times_short')}
          min={1}
          max={1000}
          value={times.at_least}
          onChange={(next) => onChange({ ...times, at_least: next || 1 })}
        />
      ) : null}
      {chosen === undefined && (way === 'most' || way === 'between') ? (
        <Figure
          label={say(way === 'most' ? 'times' : 'times_most')}
          suffix={say('times_short')}
          min={1}
          max={1000}
          value={times.at_most}
          onChange={(next) => onChange({ ...times, at_most: next || 1 })}
        />
      ) : null}
    </>
  )
}
