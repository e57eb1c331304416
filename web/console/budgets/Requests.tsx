import { Button } from '@mantine/core'
import { IconGauge } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { approveBudget } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { ago, dayOf, timeOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Mark, type Tone } from '../../ui/Mark.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { More } from '../../ui/More.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import classes from './Budgets.module.css'
import { budgetsWords } from './budgets.words.ts'
import { Decline } from './Decline.tsx'
import { type BudgetRequest, budgetsKey, requestsQuery } from './queries.ts'

/** What was asked for within thirty days: what waits for an answer first. */
export function Requests() {
  const say = useWords(budgetsWords)
  const approves = useMe().can('budgets.approve')
  const pages = useInfiniteQuery(requestsQuery)
  const { data, error, isPending, refetch } = pages
  const all = data?.pages.flatMap(({ items }) => items)
  const [waiting, answered] = [all?.filter(isWaiting) ?? [], all?.filter((one) => !isWaiting(one)) ?? []]
  return (
    <Section title={say('requests')} lead={say(approves ? 'requests_lead_all' : 'requests_lead')}>
      {isPending ? <Lines count={2} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {all?.length === 0 ? <Empty small icon={IconGauge} title={say('requests_none')} text={say('requests_none_text')} /> : null}
      {all && all.length > 0 ? (
        <ul className={classes.list}>
          {[...waiting, ...answered].map((one) => (
            <One key={one.id} of={one} approves={approves} />
          ))}
        </ul>
      ) : null}
      <More of={pages} />
    </Section>
  )
}

const isWaiting = (one: BudgetRequest) => one.approved_at === null && one.declined_at === null

function One({ of, approves }: { of: BudgetRequest; approves: boolean }) {
  const say = useWords(budgetsWords)
  const language = useLanguage()
  const now = useNow()
  const client = useQueryClient()
  const [declining, setDeclining] = useState(false)
  const { mutate, isPending } = useAct({
    run: () => call(approveBudget, { params: { request_id: of.id }, body: {} }),
    then: () => {
      notice(say('approved_now', { name: of.name }))
      void client.invalidateQueries({ queryKey: budgetsKey })
    },
  })
  const { word, tone } = stateOf(of, now)
  const until = of.until ? new Date(of.until) : undefined
  return (
    <li className={classes.row} data-request>
      <div className={classes.text}>
        <p className={classes.name}>
          {of.own ? say('you') : of.name}
          <span className={classes.wish}>{say(`wants_${of.kind}`, { count: of.persons })}</span>
          <Mark tone={tone}>
            {word === 'approved' && until ? say('approved', { time: `${dayOf(until, now, language)}, ${timeOf(until, language)}` }) : say(word)}
          </Mark>
        </p>
        <p data-own-words>{of.why}</p>
        {of.declined_why ? (
          <p className="quiet small" data-own-words>
            {say('declined_why', { name: of.answered_by ?? '', why: of.declined_why })}
          </p>
        ) : null}
        <p className="quiet small">
          {[ago(new Date(of.asked_at), now, language), of.answered_by ? say('answered_by', { name: of.answered_by }) : undefined].filter(Boolean).join(' · ')}
        </p>
      </div>
      {isWaiting(of) && approves ? (
        <div className={classes.acts}>
          <MayButton
            may={!of.own}
            why={say('not_own')}
            size="xs"
            loading={isPending}
            onClick={() => mutate(undefined)}
            aria-label={say('approve_that', { name: of.name })}
          >
            {say('approve')}
          </MayButton>
          {of.own ? null : (
            <Button size="xs" variant="default" onClick={() => setDeclining(true)} aria-label={say('decline_that', { name: of.name })}>
              {say('decline')}
            </Button>
          )}
        </div>
      ) : null}
      {declining ? <Decline of={of} onClose={() => setDeclining(false)} /> : null}
    </li>
  )
}

function stateOf(of: BudgetRequest, now: Date): { word: 'waiting' | 'approved' | 'declined' | 'used' | 'over'; tone: Tone } {
  if (of.declined_at) return { word: 'declined', tone: 'bad' }
  if (of.used_at) return { word: 'used', tone: 'plain' }
  if (of.until) return new Date(of.until) > now ? { word: 'approved', tone: 'good' } : { word: 'over', tone: 'plain' }
  return { word: 'waiting', tone: 'wait' }
}
