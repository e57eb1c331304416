import { Button, Progress } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { cancelBulk, pauseBulk, resumeBulk } from '../../../src/office/bulk/contract.ts'
import { call } from '../../ui/api.ts'
import { count, length } from '../../ui/formats.ts'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Bulk.module.css'
import { bulkWords } from './bulk.words.ts'
import type { Bulk } from './queries.ts'
import { useDeedName } from './useDeedName.ts'

/** Work on many that is under way: how far it is, how long it will take, and ways to pause and to stop it. */
export function Going({ work }: { work: Bulk }) {
  const say = useWords(bulkWords)
  const nameOf = useDeedName()
  const language = useLanguage()
  const client = useQueryClient()
  const renew = () => void client.invalidateQueries({ queryKey: ['bulk'] })
  const params = { bulk_id: work.id }
  const pause = useAct({ run: () => call(pauseBulk, { params, body: {} }), then: renew })
  const resume = useAct({ run: () => call(resumeBulk, { params, body: {} }), then: renew })
  const stop = useAct({ run: () => call(cancelBulk, { params, body: {} }), then: renew })
  const { progress } = work
  const what = nameOf(work.deed)
  const said = work.state === 'undoing' ? 'going_undoing' : work.state === 'paused' ? 'going_paused' : 'going'
  const line = say(said, { what, done: count(progress?.rows ?? 0, language), all: count(progress?.of ?? work.persons, language) })
  const left = progress?.seconds_left
  return (
    <section className={classes.going} aria-label={what}>
      <span>
        {line}
        {left ? ` · ${say('time_left', { left: length(left, language) })}` : ''}
      </span>
      <Progress className={classes.bar} value={progress?.percent ?? 0} animated={work.state !== 'paused'} aria-label={say('progress')} />
      {work.own && work.state !== 'undoing' ? (
        <span className={classes.buttons}>
          {work.state === 'paused' ? (
            <Button size="compact-xs" variant="subtle" loading={resume.isPending} onClick={() => resume.mutate(undefined)}>
              {say('resume')}
            </Button>
          ) : (
            <Button size="compact-xs" variant="subtle" color="gray" loading={pause.isPending} onClick={() => pause.mutate(undefined)}>
              {say('pause')}
            </Button>
          )}
          <Button size="compact-xs" variant="subtle" color="gray" loading={stop.isPending} onClick={() => stop.mutate(undefined)}>
            {say('stop')}
          </Button>
        </span>
      ) : null}
      <span className={classes.note}>{say('leave')}</span>
    </section>
  )
}
