import { NativeSelect, Switch } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { writeAccount } from '../../../src/office/account/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { timeOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { useAct } from '../../ui/useAct.ts'
import { weekStarts } from '../../ui/week.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { ownTimeZone, timeZones } from '../session/places.ts'
import { accountWords } from './account.words.ts'
import { accountQuery } from './queries.ts'

/** The zone of all dates I see, the day on which my weeks begin, and whether single keys do something. */
export function HowIWork() {
  const say = useWords(accountWords)
  const language = useLanguage()
  const now = useNow()
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(accountQuery)
  const save = useAct({
    run: (body: z.input<NonNullable<typeof writeAccount.body>>) => call(writeAccount, { body }),
    then: (_, body) => {
      client.setQueryData(accountQuery.queryKey, (old) => (old ? { ...old, ...body } : old))
      if (body.week_start) void client.invalidateQueries({ queryKey: ['reports', 'answer'] })
      notice(say('saved'))
    },
  })
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  if (!data) return <Lines count={2} />
  return (
    <div style={{ display: 'grid', gap: 16, maxWidth: 400 }}>
      <NativeSelect
        label={say('zone')}
        description={say('zone_now', { time: timeOf(now, language, data.time_zone ?? ownTimeZone()) })}
        value={data.time_zone ?? ''}
        data={[{ value: '', label: say('zone_browser', { zone: ownTimeZone() }) }, ...timeZones()]}
        disabled={save.isPending}
        onChange={(event) => save.mutate({ time_zone: event.currentTarget.value || null })}
      />
      <NativeSelect
        label={say('week')}
        description={say('week_text')}
        value={String(data.week_start)}
        data={weekStarts.map((day) => ({ value: String(day), label: say(`week_${day}`) }))}
        disabled={save.isPending}
        onChange={(event) => {
          const week_start = weekStarts.find((day) => String(day) === event.currentTarget.value)
          if (week_start) save.mutate({ week_start })
        }}
      />
      <Switch
        label={say('keys')}
        description={say('keys_text')}
        checked={data.single_keys}
        disabled={save.isPending}
        onChange={(event) => save.mutate({ single_keys: event.currentTarget.checked })}
      />
    </div>
  )
}
