import { IconExternalLink, IconScale } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { retirePurpose } from '../../../src/keep/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { fieldWords } from '../../ui/field.words.ts'
import { dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { basisWords } from '../../ui/purpose.words.ts'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { pickRole } from '../shell/roles.ts'
import { shell } from '../shell/shell.words.ts'
import classes from './Purposes.module.css'
import { purposesWords } from './purposes.words.ts'
import { type Purpose, purposesQuery } from './queries.ts'
import { useRetention } from './retention.ts'
import { Kinds, OwnFields, useKeepsRegisters } from './Shapes.tsx'
import { shapesWords } from './shapes.words.ts'

/** The register: what data may be used for, on what basis, by which channels, with which checks. */
export default function PurposesPage() {
  const say = useWords(purposesWords)
  const { data, error, isPending, refetch } = useQuery(purposesQuery)
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
      <OwnFields />
      <Kinds />
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
      <Retire purpose={purpose} />
    </article>
  )
}

const needed = ['service', 'own_view']

/** Out of use from now on; two the product itself needs. */
function Retire({ purpose }: { purpose: Purpose }) {
  const say = useWords(shapesWords)
  const language = useLanguage()
  const client = useQueryClient()
  const keeps = useKeepsRegisters()
  const name = pick(purpose.title, language) ?? purpose.code
  const { mutate, isPending } = useAct({
    run: () => call(retirePurpose, { params: { purpose: purpose.code } }),
    then: () => {
      notice(say('retired_done', { name }))
      void client.invalidateQueries({ queryKey: purposesQuery.queryKey })
    },
  })
  if (!keeps || needed.includes(purpose.code)) return null
  return <Sure label={say('retire')} question={say('retire_purpose_sure', { name })} loading={isPending} onYes={() => mutate(undefined)} />
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
