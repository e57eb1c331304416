import { IconExternalLink, IconScale } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { listPurposes } from '../../../src/keep/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { fieldWords } from '../../ui/field.words.ts'
import { dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { basisWords } from '../../ui/purpose.words.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { pickRole } from '../shell/roles.ts'
import { shell } from '../shell/shell.words.ts'
import classes from './Purposes.module.css'
import { purposesWords } from './purposes.words.ts'
import { useRetention } from './retention.ts'

type Purpose = z.output<typeof listPurposes.output>['items'][number]

/** The register: what data may be used for, on what basis, by which channels, with which checks. */
export default function PurposesPage() {
  const say = useWords(purposesWords)
  const { data, error, isPending, refetch } = useQuery({ queryKey: ['purposes'], queryFn: ({ signal }) => call(listPurposes, { query: {}, signal }) })
  return (
    <Page title={say('title')} lead={say('lead')}>
      {isPending ? <Lines count={8} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data?.items.length === 0 ? <Empty icon={IconScale} title={say('empty')} /> : null}
      {data ? (
        <div className={classes.list}>
          {inOrder(data.items).map((purpose) => (
            <One key={purpose.code} purpose={purpose} />
          ))}
        </div>
      ) : null}
    </Page>
  )
}

const first = ['service', 'marketing']

/** What everyone asks about first, then the rest as it was registered. */
function inOrder(purposes: readonly Purpose[]): Purpose[] {
  const place = ({ code }: Purpose) => (first.includes(code) ? first.indexOf(code) : first.length)
  return purposes.toSorted((a, b) => place(a) - place(b))
}

function One({ purpose }: { purpose: Purpose }) {
  const say = useWords(purposesWords)
  const sayShell = useWords(shell)
  const basis = useCodeWords(basisWords)
  const field = useCodeWords(fieldWords)
  const check = useCodeWords(purposesWords)
  const language = useLanguage()
  const now = useNow()
  const retention = useRetention()
  const named = (codes: readonly string[]) => codes.map((code) => lower(field(code))).join(', ')
  return (
    <article className={classes.purpose}>
      <header>
        <h2>{pick(purpose.title, language) ?? purpose.code}</h2>
        <p className="quiet">{pick(purpose.description, language)}</p>
        <p className={classes.dpv}>
          <a href={purpose.dpv.iri} target="_blank" rel="noreferrer" title={say('dpv')}>
            {purpose.dpv.name} <IconExternalLink size={12} aria-hidden="true" />
          </a>
          <span className="faint">{say('version', { version: purpose.version, day: dayOf(new Date(purpose.registered_at), now, language) })}</span>
        </p>
      </header>
      <dl className={classes.facts}>
        <Fact title={say('basis')}>{basis(purpose.legal_basis.code)}</Fact>
        <Fact title={say('channels')}>
          <Channels channels={purpose.channels} />
        </Fact>
        <Fact title={say('data')}>{named(purpose.categories)}</Fact>
        <Fact title={say('fields')}>{purpose.fields.includes('*') ? say('all_fields') : named(purpose.fields) || say('no_fields')}</Fact>
        <Fact title={say('roles')}>{purpose.roles.map((role) => pickRole(role, sayShell)).join(', ')}</Fact>
        {purpose.retention ? <Fact title={say('kept')}>{retention(purpose.retention)}</Fact> : null}
        <Fact title={say('checks')}>
          <ol className={classes.checks}>
            {purpose.checks.map((code) => (
              <li key={code}>{check(`check_${code}`)}</li>
            ))}
          </ol>
        </Fact>
      </dl>
    </article>
  )
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Channels({ channels }: { channels: readonly string[] }) {
  const say = useWords(purposesWords)
  const channel = useCodeWords(channelWords)
  return channels.length === 0 ? say('no_channels') : channels.map((code) => channel(code)).join(', ')
}
