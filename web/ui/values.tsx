import { Tooltip } from '@mantine/core'
import type { Sum } from './formats.ts'
import { ago, dayOf, exactly, money, timeOf } from './formats.ts'
import { useNow } from './now.ts'
import { useLanguage } from './words.ts'

/** A sum of money, in figures that line up. */
export function Money({ sum, sign }: { sum: Sum; sign?: boolean }) {
  const language = useLanguage()
  const text = money(sum, language)
  return <span className="num">{sign && sum.minor > 0 ? `+${text}` : text}</span>
}

/**
 * A moment. `ago` for how long it is since, `day` for the date, `time` for the hour, `both` for date and hour; the exact
 * moment with its zone is always in the tooltip.
 */
export function When({ at, as = 'ago' }: { at: string; as?: 'ago' | 'day' | 'time' | 'both' }) {
  const language = useLanguage()
  const now = useNow()
  const date = new Date(at)
  const text =
    as === 'ago'
      ? ago(date, now, language)
      : as === 'day'
        ? dayOf(date, now, language)
        : as === 'time'
          ? timeOf(date, language)
          : `${dayOf(date, now, language)}, ${timeOf(date, language)}`
  return (
    <Tooltip label={exactly(date, language)}>
      <time dateTime={at} className="num">
        {text}
      </time>
    </Tooltip>
  )
}
