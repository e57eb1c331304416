import { Button, Progress } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { cancelBulk, getBulk, startBulk, undoBulk } from '../../../src/office/bulk/contract.ts'
import { call } from '../../ui/api.ts'
import { count } from '../../ui/formats.ts'
import { notice, trouble } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import type { Deed, Who } from './BulkDeeds.tsx'
import { bulkWords } from './bulk.words.ts'
import classes from './SelectionBar.module.css'

const going = ['running', 'paused', 'undoing']

/** Something done to many: started, watched to its end, and taken back within ten seconds by one click. */
export function useBulk(onEnd: () => void) {
  const say = useWords(bulkWords)
  const language = useLanguage()
  const client = useQueryClient()
  const [watched, setWatched] = useState<{ id: string; what: string }>()
  const { mutate: start, isPending } = useAct({
    run: ({ who, deed }: { who: Who; deed: Deed; what: string }) => call(startBulk, { body: { who, deed } }),
    then: ({ id }, { what }) => setWatched({ id, what }),
  })
  const { mutate: undo } = useAct({
    run: (id: string) => call(undoBulk, { params: { bulk_id: id }, body: {} }),
    then: ({ id }) => setWatched({ id, what: say('undo') }),
  })
  const { data: work } = useQuery({
    queryKey: ['bulk', watched?.id],
    queryFn: ({ signal }) => call(getBulk, { params: { bulk_id: watched?.id ?? '' }, signal }),
    enabled: watched !== undefined,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && !going.includes(state.data.state) ? false : 500),
  })
  const ended = watched && work && work.id === watched.id && !going.includes(work.state) ? work : undefined
  useEffect(() => {
    if (!ended || !watched) return
    setWatched(undefined)
    void client.invalidateQueries({ queryKey: ['customers'] })
    onEnd()
    const shown = count(ended.changed, language)
    const back = ended.undo_until === null ? undefined : { label: say('undo'), run: () => undo(ended.id) }
    if (ended.state === 'undone') notice(say('undone', { shown: count(ended.undone?.put_back ?? 0, language) }))
    else if (ended.state === 'failed') trouble(say('failed', { what: watched.what }))
    else if (ended.state === 'cancelled') notice(say('cancelled', { what: watched.what, shown }), back)
    else notice(say('done', { what: watched.what, count: ended.changed, shown }), back)
  }, [ended, watched, client, onEnd, say, language, undo])
  const percent = Math.round(work?.progress?.percent ?? 0)
  return {
    busy: isPending || watched !== undefined,
    start: (who: Who, deed: Deed, what: string) => start({ who, deed, what }),
    line: watched ? (
      <section className={classes.bar} aria-label={watched.what}>
        <span role="status">{say('going', { what: watched.what, percent })}</span>
        <Progress className={classes.progress} value={percent} aria-label={watched.what} />
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => void call(cancelBulk, { params: { bulk_id: watched.id }, body: {} })}>
          {say('stop')}
        </Button>
      </section>
    ) : null,
  }
}
