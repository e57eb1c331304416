import { Button } from '@mantine/core'
import { IconChecklist, IconEye } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import { openAudienceDoubts } from '../../../../src/office/quality/contract.ts'
import { addTask } from '../../../../src/office/work/contract.ts'
import { call } from '../../../ui/api.ts'
import { ErrorBox } from '../../../ui/ErrorBox.tsx'
import { fieldWords } from '../../../ui/field.words.ts'
import { count } from '../../../ui/formats.ts'
import { Face, Name } from '../../../ui/Person.tsx'
import { useAct } from '../../../ui/useAct.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../../ui/words.ts'
import { qualityWords } from '../../quality/quality.words.ts'
import { useMe } from '../../session/session.ts'
import classes from '../Audiences.module.css'
import { knownWords } from './known.words.ts'
import { usePurposeTitle } from './Living.tsx'
import type { SavedAudience } from './queries.ts'

type Page = z.output<typeof openAudienceDoubts.output>
type Doubted = Page['items'][number]

/** Whom it leaves out, or may miss, because too little is known of them or it cannot be so, and what to ask each; opened only when asked. */
export function Doubts({ of, purpose }: { of: SavedAudience; purpose: string }) {
  const say = useWords(knownWords)
  const language = useLanguage()
  const title = usePurposeTitle()
  const use = of.live?.purpose ?? purpose
  const [pages, setPages] = useState<Page[]>([])
  const last = pages.at(-1)
  const { mutate, error, isPending } = useMutation({
    mutationFn: (cursor: string | null) => call(openAudienceDoubts, { params: { audience_id: of.id }, body: { purpose: use, ...(cursor ? { cursor } : {}) } }),
    onSuccess: (page) => setPages((before) => [...before, page]),
  })
  const all = pages.flatMap(({ items }) => items)
  const people = all.filter(({ hidden }) => hidden === null)
  const closed = all.length - people.length
  return (
    <section className={classes.wide} aria-label={say('doubts')}>
      <h2>{say('doubts')}</h2>
      <p className="quiet small">{say('doubts_text', { purpose: title(use) })}</p>
      {last && all.length === 0 && last.next_cursor === null ? <p className="quiet small">{say('doubts_none')}</p> : null}
      {people.length > 0 ? (
        <ul className={classes.people}>
          {people.map((who) => (
            <One key={who.id} who={who} />
          ))}
        </ul>
      ) : null}
      {closed > 0 ? <p className="quiet small">{say('doubts_closed', { count: closed, shown: count(closed, language) })}</p> : null}
      {error ? <ErrorBox error={error} /> : null}
      {!last || last.next_cursor !== null ? (
        <Button
          className={classes.alone}
          size="xs"
          variant="default"
          leftSection={<IconEye size={15} stroke={1.7} />}
          loading={isPending}
          onClick={() => mutate(last?.next_cursor ?? null)}
        >
          {say(last ? 'doubts_more' : 'doubts_open')}
        </Button>
      ) : null}
    </section>
  )
}

function One({ who }: { who: Doubted }) {
  const say = useWords(knownWords)
  const language = useLanguage()
  const field = useCodeWords(fieldWords)
  const why = useCodeWords(qualityWords)
  const { can } = useMe()
  const titleOf = (one: Doubted['not_known'][number]) => lower(pick(one.title ?? undefined, language) ?? field(one.field))
  const unknown = who.not_known.map(titleOf).join(', ')
  const against = who.contradictory.map((one) => `${titleOf(one)} (${why(one.why)})`).join(', ')
  const toAsk = [...new Set([...who.not_known, ...who.contradictory].map(titleOf))].join(', ')
  const { mutate, isPending, isSuccess } = useAct({
    run: () => call(addTask, { body: { kind: 'task', what: say('task', { fields: toAsk }).slice(0, 500), customer_id: who.id } }),
  })
  return (
    <li>
      <Link to="/customers/$customerId" params={{ customerId: who.id }} preload={false} className={classes.person}>
        <Face who={who} size={24} />
        <Name who={who} />
      </Link>
      {unknown ? <span className="small">{say('unknown', { fields: unknown })}</span> : null}
      {against ? <span className="small">{say('against', { fields: against })}</span> : null}
      {toAsk ? null : <span className="quiet small">{say('nothing_to_ask')}</span>}
      {toAsk && can('work.do') ? (
        <span className={classes.doubtDeed}>
          {isSuccess ? (
            <span className="quiet small" role="status">
              {say('task_added')}
            </span>
          ) : (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconChecklist size={15} stroke={1.7} />}
              loading={isPending}
              onClick={() => mutate(undefined)}
            >
              {say('task_add')}
            </Button>
          )}
        </span>
      ) : null}
    </li>
  )
}
