import { Button } from '@mantine/core'
import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { listTold, tellByHand } from '../../../src/keep/rights/contract.ts'
import { call } from '../../ui/api.ts'
import { useCoversSaid } from '../../ui/Covers.tsx'
import { dayOf } from '../../ui/formats.ts'
import { Mark } from '../../ui/Mark.tsx'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { ToCopy } from '../../ui/ToCopy.tsx'
import { toldWords } from '../../ui/told.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Rights.module.css'

const toldQuery = infiniteQueryOptions({
  queryKey: ['rights', 'told'],
  queryFn: ({ pageParam, signal }) => call(listTold, { query: pageParam ? { cursor: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
})

/** Recipients that have not heard yet: those a webhook is still telling, and those that somebody has to tell. Nothing while there are none. */
export function NotTold() {
  const say = useWords(toldWords)
  const pages = useInfiniteQuery(toldQuery)
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  if (rows.length === 0) return null
  return (
    <Section title={say('desk')}>
      <p className="quiet">{say('desk_lead')}</p>
      <ul className={classes.list}>
        {rows.map((one) => (
          <One key={one.id} one={one} />
        ))}
      </ul>
      <More of={pages} />
    </Section>
  )
}

type NotToldOne = Awaited<ReturnType<NonNullable<typeof toldQuery.queryFn>>>['items'][number]

/** Whoever was given a file: which one, how they are told, and the words of the letter. */
function Letter({ one, file, name, day }: { one: NotToldOne; file: NonNullable<NotToldOne['file']>; name: string; day: string }) {
  const say = useWords(toldWords)
  const language = useLanguage()
  const now = useNow()
  const covered = useCoversSaid()
  const made = dayOf(new Date(file.made_at), now, language)
  const { number, row, reach } = file
  return (
    <div className={classes.said}>
      <p className="quiet small">
        {say('file_of', { number, row, day: made })}
        {reach === null ? null : (
          <>
            {' · '}
            <span data-own-words>{say('reach', { reach })}</span>
          </>
        )}
      </p>
      <ToCopy what={say('letter', { name })} text={say(`letter_${one.what}`, { name, made, number, row, day, covers: covered(one.covers) })} />
    </div>
  )
}

function One({ one }: { one: NotToldOne }) {
  const say = useWords(toldWords)
  const language = useLanguage()
  const now = useNow()
  const covered = useCoversSaid()
  const client = useQueryClient()
  const tell = useAct({
    run: () => call(tellByHand, { params: { told_id: one.id }, body: { changed_at: one.changed_at } }),
    then: () => void client.invalidateQueries({ queryKey: ['rights'] }),
  })
  const name = one.recipient || say('removed')
  const day = one.due_at === null ? '' : dayOf(new Date(one.due_at), now, language)
  return (
    <li>
      <strong>{name}</strong> · {say(one.what)}
      {one.what === 'erased' ? ` · ${covered(one.covers)}` : ''} · {say(one.state)}{' '}
      <Mark tone={one.overdue ? 'bad' : 'wait'}>{say(one.overdue ? 'late' : 'due', { day })}</Mark>{' '}
      <Button variant="default" size="xs" loading={tell.isPending} aria-label={`${say('told')}: ${name}`} onClick={() => tell.mutate(undefined)}>
        {say('told')}
      </Button>
      {one.file ? <Letter one={one} file={one.file} name={name} day={day} /> : null}
    </li>
  )
}
