import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { startBulk, undoBulk } from '../../../src/office/bulk/contract.ts'
import { call } from '../../ui/api.ts'
import { count } from '../../ui/formats.ts'
import { notice, trouble } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { bulkWords } from './bulk.words.ts'
import { type Bulk, type Deed, isGoing, newestQuery, type Who } from './queries.ts'
import { useDeedName } from './useDeedName.ts'

type Told = {
  /** What one is doing to many at this moment, begun here, in another tab, or before the page was loaded. */
  going: readonly Bulk[]
  starting: boolean
  start(who: Who, deed: Deed): void
}

/** Things done to many: started, followed to their end wherever they were begun, and taken back within ten seconds by one click. */
export function useBulk({ onStart, onEnd, announce }: { onStart: () => void; onEnd: () => void; announce: (said: string) => void }): Told {
  const say = useWords(bulkWords)
  const nameOf = useDeedName()
  const client = useQueryClient()
  const tellEnd = useTellEnd()
  const { data: newest } = useQuery(newestQuery)
  const [followed, setFollowed] = useState<ReadonlySet<string>>(new Set())
  const show = (work: Bulk) => {
    setFollowed((old) => new Set([...old, work.id]))
    client.setQueryData(newestQuery.queryKey, (old) => [work, ...(old ?? []).filter(({ id }) => id !== work.id)])
    void client.invalidateQueries({ queryKey: ['bulk', 'all'] })
  }
  const { mutate: start, isPending } = useAct({
    run: ({ who, deed }: { who: Who; deed: Deed }) => call(startBulk, { body: { who, deed } }),
    then: (work) => {
      show(work)
      announce(say('begun', { what: nameOf(work.deed) }))
      onStart()
    },
  })
  const { mutate: undo } = useAct({ run: (id: string) => call(undoBulk, { params: { bulk_id: id }, body: {} }), then: show })

  const mine = (newest ?? []).filter(({ own }) => own)
  const going = mine.filter(isGoing)
  const latest = useRef({ tellEnd, onEnd, undo })
  useEffect(() => {
    latest.current = { tellEnd, onEnd, undo }
  })
  const met = going.filter(({ id }) => !followed.has(id)).map(({ id }) => id)
  const ended = mine.filter((work) => followed.has(work.id) && !isGoing(work))
  const change = [...met.map((id) => `+${id}`), ...ended.map(({ id }) => `-${id}`)].join(' ')
  const pending = useRef({ met, ended })
  pending.current = { met, ended }
  useEffect(() => {
    if (change === '') return
    const now = pending.current
    setFollowed((old) => new Set([...old, ...now.met].filter((id) => !now.ended.some((work) => work.id === id))))
    if (now.ended.length === 0) return
    for (const work of now.ended) latest.current.tellEnd(work, latest.current.undo)
    for (const key of ['card', 'tags', 'tasks']) void client.invalidateQueries({ queryKey: [key] })
    latest.current.onEnd()
  }, [change, client])
  return { going, starting: isPending, start: useCallback((who, deed) => start({ who, deed }), [start]) }
}

/** Says what became of it, with a way to take it back. */
function useTellEnd(): (work: Bulk, undo: (id: string) => void) => void {
  const say = useWords(bulkWords)
  const nameOf = useDeedName()
  const language = useLanguage()
  const people = (n: number) => say('people', { count: n, shown: count(n, language) })
  const sum = (counts: readonly { count: number }[]) => counts.reduce((all, one) => all + one.count, 0)
  return (work, undo) => {
    const what = nameOf(work.deed)
    const back = work.undo_until === null ? undefined : { label: say('undo'), run: () => undo(work.id) }
    const changed = people(work.changed)
    if (work.state === 'failed') return trouble(say('done_failed', { what }))
    if (work.state === 'cancelled') return notice(say('done_cancelled', { what, people: changed }), back)
    if (work.state === 'undone') {
      const left = sum(work.undone?.left ?? [])
      const put = people(work.undone?.put_back ?? 0)
      return notice(left > 0 ? say('undone_left', { what, people: put, left: count(left, language) }) : say('undone', { what, people: put }))
    }
    const left = sum(work.left_out)
    if (work.changed === 0) return notice(say('done_nobody', { what }))
    notice(left > 0 ? say('done_left', { what, people: changed, left: count(left, language) }) : say('done', { what, people: changed }), back)
  }
}
