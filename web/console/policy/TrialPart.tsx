import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { tryDraft } from '../../../src/keep/policy/contract.ts'
import { call } from '../../ui/api.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Section } from '../../ui/Page.tsx'
import { reasonWords } from '../../ui/reason.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import classes from '../limits/Limits.module.css'
import { policyWords } from './policy.words.ts'
import { type Beside, type Change, type Draft, sampleQuery, type Trial } from './queries.ts'
import { useBeside } from './useBeside.ts'

const usualDays = 30

/** What the draft would change, by its last trial. */
export function TrialPart({ draft, onTried }: { draft: Draft; onTried: (draft: Draft) => void }) {
  const say = useWords(policyWords)
  const ask = useAct({ run: () => call(tryDraft, { params: { draft_id: draft.id }, body: { days: usualDays } }), then: onTried })
  const { trial } = draft
  const going = ask.isPending || trial?.ended_at === null
  const button =
    draft.state === 'open' ? (
      <Button loading={going} onClick={() => ask.mutate(undefined)}>
        {say(going ? 'trying' : 'try')}
      </Button>
    ) : null
  return (
    <Section title={say('trial')} lead={say('trial_lead', { days: trial?.days ?? usualDays })} actions={button}>
      {draft.body.caps.some(({ scope }) => scope === 'household') ? <p className="quiet">{say('households')}</p> : null}
      {trial?.ended_at ? <Ended draft={draft} trial={trial} /> : null}
    </Section>
  )
}

function Ended({ draft, trial }: { draft: Draft; trial: Trial }) {
  const say = useWords(policyWords)
  const language = useLanguage()
  return (
    <>
      <p className="faint small" role="status">
        {say('looked', { people: count(trial.people ?? 0, language), contacts: count(trial.contacts ?? 0, language) })}
        {trial.fresh || draft.state !== 'open' ? '' : ` · ${say('old')}`}
      </p>
      {trial.changes.length + trial.more.length === 0 ? <p>{say('nothing')}</p> : null}
      {trial.changes.length + trial.more.length > 0 ? (
        <ul className={classes.list}>
          {trial.more.map((one) => (
            <BesideRow key={one.change} draft={draft} asked={trial.asked_at} beside={one} />
          ))}
          {trial.changes.map((change) => (
            <Row key={change.change} draft={draft.id} asked={trial.asked_at} change={change} />
          ))}
        </ul>
      ) : null}
    </>
  )
}

function Row({ draft, asked, change }: { draft: string; asked: string; change: Change }) {
  const say = useWords(policyWords)
  const language = useLanguage()
  const channel = useCodeWords(channelWords)
  const reason = useCodeWords(reasonWords)
  const named = ({ decision, reason: why }: Change['before']) => {
    if (why === null) return say('allowed')
    return decision === 'later' || decision === 'ask' ? say(decision, { reason: lower(reason(why)) }) : lower(reason(why))
  }
  return (
    <Told draft={draft} asked={asked} change={change.change}>
      {say(change.when, { count: count(change.count, language) })}
      <div className="faint small">
        {pick(change.title, language) ?? change.purpose} · {channel(change.channel)}
      </div>
      <div>
        {say('was')}: {named(change.before)} → {say('would')}: {named(change.after)}
      </div>
    </Told>
  )
}

function BesideRow({ draft, asked, beside }: { draft: Draft; asked: string; beside: Beside }) {
  const say = useWords(policyWords)
  const { about, where, before, after } = useBeside(draft)(beside)
  return (
    <Told draft={draft.id} asked={asked} change={beside.change}>
      {about}
      {where === undefined ? null : <div className="faint small">{where}</div>}
      <div>
        {say('was')}: {before} → {say('would')}: {after}
      </div>
    </Told>
  )
}

/** One change, and on demand a few of those whom it is about. */
function Told({ draft, asked, change, children }: { draft: string; asked: string; change: number; children: ReactNode }) {
  const say = useWords(policyWords)
  const [shown, setShown] = useState(false)
  return (
    <li className={classes.row}>
      <div className={classes.text}>
        {children}
        {shown ? <Sample draft={draft} asked={asked} change={change} /> : null}
      </div>
      {shown ? null : (
        <Button size="compact-xs" variant="subtle" onClick={() => setShown(true)}>
          {say('some')}
        </Button>
      )}
    </li>
  )
}

/** Each of them has a receipt: not before somebody asks. */
function Sample({ draft, asked, change }: { draft: string; asked: string; change: number }) {
  const say = useWords(policyWords)
  const { data, error, isPending, refetch } = useQuery(sampleQuery(draft, asked, change))
  if (isPending) return <Lines count={2} />
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  return (
    <ul>
      {data.people.map(({ customer_id, name }) => (
        <li key={customer_id}>
          <Link to="/customers/$customerId" params={{ customerId: customer_id }}>
            {name ?? say('hidden')}
          </Link>
        </li>
      ))}
    </ul>
  )
}
