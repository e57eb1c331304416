import type { z } from 'zod'
import { listMyCases, listMyTasks } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { dayOf } from '../../ui/formats.ts'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { Part } from '../shell/Leaf.tsx'
import { doingWords } from './doing.words.ts'
import classes from './MyPage.module.css'
import { useMine } from './useMine.ts'

type Matter = z.output<typeof listMyCases.output>['items'][number]
type Task = z.output<typeof listMyTasks.output>['items'][number]

/** What is being done for the customer, word by word; whoever nothing is done for is not told of it. */
export function Doing() {
  const say = useWords(doingWords)
  const matters = useMine(['cases'], (query, signal) => call(listMyCases, { query, signal }))
  const open = useMine(['tasks', 'open'], (query, signal) => call(listMyTasks, { query, signal }))
  const done = useMine(['tasks', 'done'], (query, signal) => call(listMyTasks, { query: { ...query, state: 'done' }, signal }))
  if (matters.items.length + open.items.length + done.items.length === 0) return null
  return (
    <Part title={say('title')} lead={say('lead')}>
      <dl className={classes.facts}>
        {matters.items.map((one) => (
          <OneMatter key={one.id} of={one} />
        ))}
        {open.items.map((one) => (
          <OneTask key={one.id} of={one} />
        ))}
      </dl>
      <More of={matters.pages} />
      <More of={open.pages} />
      {done.items.length > 0 ? (
        <details className={classes.before}>
          <summary>{say('done')}</summary>
          <dl className={classes.facts}>
            {done.items.map((one) => (
              <OneTask key={one.id} of={one} />
            ))}
          </dl>
          <More of={done.pages} />
        </details>
      ) : null}
    </Part>
  )
}

function OneMatter({ of }: { of: Matter }) {
  const say = useWords(doingWords)
  const day = useDay()
  const facts = [
    say('opened', { day: day(of.opened_at) }),
    of.due_at && of.state === 'open' ? say('due', { day: day(of.due_at) }) : '',
    of.closed_at ? say(of.state === 'solved' ? 'solved' : 'dropped', { day: day(of.closed_at) }) : '',
    of.rating === null ? '' : say('rating', { count: of.rating }),
  ]
  return (
    <div className={classes.fact}>
      <dt>{say(of.kind, { number: of.number })}</dt>
      <dd dir="auto">{of.hidden ? say('hidden') : of.subject}</dd>
      {of.resolution ? (
        <dd className={classes.more} dir="auto">
          {say('answer', { text: of.resolution })}
        </dd>
      ) : null}
      <dd className={classes.more}>{facts.filter(Boolean).join(' · ')}</dd>
    </div>
  )
}

function OneTask({ of }: { of: Task }) {
  const say = useWords(doingWords)
  const day = useDay()
  const facts = [
    of.due_at && of.state === 'open' ? say('due', { day: day(of.due_at) }) : '',
    of.done_at ? say('done_on', { day: day(of.done_at) }) : '',
    say('written', { day: day(of.created_at) }),
  ]
  return (
    <div className={classes.fact}>
      <dt>{say(of.kind)}</dt>
      <dd dir="auto">{of.hidden ? say('hidden') : of.what}</dd>
      <dd className={classes.more}>{facts.filter(Boolean).join(' · ')}</dd>
    </div>
  )
}

function useDay(): (at: string) => string {
  const language = useLanguage()
  const now = useNow()
  return (at) => dayOf(new Date(at), now, language)
}
