import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { readHealth } from '../../../src/office/console/contract.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { ago, bytes, count } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { Page, Section } from '../../ui/Page.tsx'
import { ui } from '../../ui/ui.words.ts'
import { When } from '../../ui/values.tsx'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Health.module.css'
import { healthWords } from './health.words.ts'
import { healthQuery } from './queries.ts'

type Health = z.output<typeof readHealth.output>

/** How the parts of the house are, for whoever looks after it. */
export default function HealthPage() {
  const say = useWords(healthWords)
  const language = useLanguage()
  const now = useNow()
  const { data, error, isPending, refetch } = useQuery(healthQuery)
  return (
    <Page title={say('title')} lead={data ? say('lead', { version: data.version, ago: ago(new Date(data.started_at), now, language) }) : undefined}>
      {isPending ? <Lines count={8} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data ? (
        <>
          <p className={classes.banner} data-state={data.state} role="status">
            {data.state === 'up' ? (
              <IconCircleCheck size={20} stroke={1.6} aria-hidden="true" />
            ) : (
              <IconAlertTriangle size={20} stroke={1.6} aria-hidden="true" />
            )}
            {say(`all_${data.state}`)}
          </p>
          <Section title={say('parts')}>
            <Parts health={data} />
          </Section>
          {data.given_up.length > 0 ? (
            <Section title={say('given_up')}>
              <GivenUp health={data} />
            </Section>
          ) : null}
          <Section title={say('figures')}>
            <Figures health={data} />
          </Section>
        </>
      ) : null}
    </Page>
  )
}

function Parts({ health }: { health: Health }) {
  const say = useWords(healthWords)
  const word = useCodeWords(healthWords)
  const language = useLanguage()
  return (
    <ul className={classes.parts}>
      {health.parts.map((part) => (
        <li key={part.code}>
          <span className={classes.dot} data-state={part.state} aria-hidden="true" />
          <span className={classes.part}>
            {word(`part_${part.code}`)}
            {part.note ? <span className="quiet small"> {word(`note_${part.note}`)}</span> : null}
          </span>
          <span className="faint small num">{part.memory_bytes === null ? '' : bytes(part.memory_bytes, language)}</span>
          <span className={classes.state} data-state={part.state}>
            {say(`state_${part.state}`)}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Jobs that are not tried again: what for, and what to do. */
function GivenUp({ health }: { health: Health }) {
  const say = useWords(healthWords)
  const word = useCodeWords(healthWords)
  const language = useLanguage()
  return (
    <>
      <p className="quiet small">{say('given_up_lead')}</p>
      <ul className={classes.parts}>
        {health.given_up.map((job) => (
          <li key={job.task}>
            <span className={classes.dot} data-state="degraded" aria-hidden="true" />
            <span className={classes.part}>
              {word(`task_${job.task}`)} <code className="faint small">{job.task}</code>
            </span>
            <span className="num">{count(job.count, language)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function Figures({ health }: { health: Health }) {
  const say = useWords(healthWords)
  const word = useWords(ui)
  const language = useLanguage()
  const now = useNow()
  const { checkpoint, disk, messages, backup } = health
  const counted = (of: Health['counts']['customers']) => (of.exact ? count(of.count, language) : word('about', { count: count(of.count, language) }))
  return (
    <dl className={classes.figures}>
      <Figure title={say('customers')}>{counted(health.counts.customers)}</Figure>
      <Figure title={say('interactions')}>{counted(health.counts.interactions)}</Figure>
      <Figure title={say('receipts')}>{counted(health.counts.receipts)}</Figure>
      <Figure
        title={say('checkpoint')}
        more={checkpoint ? say('checkpoint_text', { count: count(checkpoint.size, language), ago: ago(new Date(checkpoint.at), now, language) }) : undefined}
      >
        {checkpoint ? <code>{checkpoint.short}</code> : say('checkpoint_none')}
      </Figure>
      {disk ? (
        <Figure title={say('disk')} more={say('disk_text', { free: bytes(disk.free_bytes, language) })}>
          {bytes(disk.used_bytes, language)}
        </Figure>
      ) : null}
      <Figure title={say('messages')} more={say('messages_day')}>
        {say('messages_text', { waiting: count(messages.waiting, language), failed: count(messages.failed, language) })}
      </Figure>
      <Figure title={say('backup')} more={backup.last_at && backup.bytes !== null ? bytes(backup.bytes, language) : say('backup_none')}>
        {backup.last_at ? <When at={backup.last_at} /> : '—'}
      </Figure>
    </dl>
  )
}

function Figure({ title, more, children }: { title: string; more?: string | undefined; children: ReactNode }) {
  return (
    <div className={classes.figure}>
      <dt>{title}</dt>
      <dd className="num">{children}</dd>
      {more ? <dd className={classes.more}>{more}</dd> : null}
    </div>
  )
}
