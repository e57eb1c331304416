import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { DayInput } from '../../../ui/DayInput.tsx'
import { dayOf } from '../../../ui/formats.ts'
import { useNow } from '../../../ui/now.ts'
import { useLanguage, useWords } from '../../../ui/words.ts'
import { momentAt, partsOf } from '../../../ui/zone.ts'
import type { Terms } from '../../page/queries.ts'
import { useByMessage } from '../../session/session.ts'
import { Part } from '../../shell/Leaf.tsx'
import { rulesWords } from './rules.words.ts'
import { standing, useRules } from './useRules.ts'

/** A break: for a week, for a month, until a day, or until they say. */
export function Pause({ terms }: { terms: Terms }) {
  const say = useWords(rulesWords)
  const language = useLanguage()
  const now = useNow()
  const byMessage = useByMessage()
  const { put, end, busy } = useRules()
  const [day, setDay] = useState<string>()
  const pause = standing(terms, 'pause')
  const past = pause?.until != null && new Date(pause.until) <= now
  if (pause && !past) {
    return (
      <Part
        title={pause.until === null ? say('paused_open') : say('paused_until', { day: dayOf(new Date(pause.until), now, language) })}
        lead={byMessage ? say('because_message') : say('pause_lead')}
        action={
          <Button variant="default" disabled={byMessage} loading={busy} onClick={() => end.mutate(pause.id)}>
            {say('resume')}
          </Button>
        }
      />
    )
  }
  const until = (moment: Date | null) => put.mutate({ kind: 'pause', until: moment?.toISOString() ?? null })
  const inDays = (days: number) => momentAt(dayAfter(now, days), 0)
  return (
    <Part title={say('pause_title')} lead={say('pause_lead')}>
      <Group gap="xs">
        <Button variant="default" loading={busy} onClick={() => until(inDays(7))}>
          {say('pause_week')}
        </Button>
        <Button variant="default" disabled={busy} onClick={() => until(inDays(30))}>
          {say('pause_month')}
        </Button>
        <Button variant="default" disabled={busy} aria-expanded={day !== undefined} onClick={() => setDay(day === undefined ? dayAfter(now, 90) : undefined)}>
          {say('pause_day')}
        </Button>
        <Button variant="default" disabled={busy} onClick={() => until(null)}>
          {say('pause_open')}
        </Button>
      </Group>
      {day === undefined ? null : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            until(momentAt(day, 0))
          }}
        >
          <Group gap="xs" align="flex-end">
            <DayInput label={say('pause_day_label')} value={day} min={dayAfter(now, 1)} max={dayAfter(now, 366 * 5)} onChange={setDay} />
            <Button type="submit" loading={busy} disabled={day === ''}>
              {say('pause_set')}
            </Button>
          </Group>
        </form>
      )}
    </Part>
  )
}

/** The calendar day so many after this one, where the reader is. */
function dayAfter(now: Date, days: number): string {
  const { year, month, day } = partsOf(now)
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10)
}
