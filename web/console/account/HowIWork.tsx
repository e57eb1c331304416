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
import { useLanguage, useWords } from '../../ui/words.ts'
import { ownTimeZone, timeZones } from '../session/places.ts'
import { accountWords } from './account.words.ts'
import { accountQuery } from './queries.ts'

/** The zone of all dates I see, and whether single keys do something. */
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
