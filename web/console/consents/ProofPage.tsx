import { Button } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { channelWords } from '../../ui/channel.words.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { exactly } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useTitle } from '../../ui/Page.tsx'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import paper from '../printing/Printing.module.css'
import classes from './Consents.module.css'
import { consentsWords } from './consents.words.ts'
import type { Consent } from './queries.ts'
import { consentProofQuery } from './queries.ts'

const route = getRouteApi('/print/$customerId/consents/$recordId')

/** One consent on paper, for whoever asks for proof: the text that was shown, what proves it, the chain of what was said, its place in the log. */
export default function ProofPage() {
  const say = useWords(consentsWords)
  const code = useCodeWords(consentsWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  const { customerId, recordId } = route.useParams()
  const { data, error, refetch } = useQuery(consentProofQuery(customerId, recordId))
  useTitle(say('proof_title'))
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  if (!data) return <Lines count={10} />
  const { record, receipts } = data
  const text = (member: string) => (typeof record.document[member] === 'string' ? String(record.document[member]) : '')
  const when = (at: string) => exactly(new Date(at), language)
  const facts = [
    [say('proof_purpose'), pick(record.purpose.title, language) ?? record.purpose.code],
    [say('proof_channel'), record.channel === '*' ? say('proof_any') : channel(record.channel)],
    [say('proof_topic'), record.topic ?? say('proof_any')],
    [say('proof_state'), code(`event_${record.state}`)],
    [say('proof_since'), when(record.since)],
    [say('proof_until'), record.expires_at ? when(record.expires_at) : say('proof_open')],
    [say('proof_basis'), text('lawful_basis')],
    [say('proof_person'), text('pii_principal_id')],
    [say('proof_record'), record.id],
  ] as const
  return (
    <main className={paper['sheet']}>
      <div className={paper['bar']}>
        <Button leftSection={<IconPrinter size={16} stroke={1.6} />} onClick={() => globalThis.print()}>
          {say('proof_print')}
        </Button>
      </div>
      <header className={paper['head']}>
        <p className={paper['what']}>{data.company}</p>
        <h1>{say('proof_title')}</h1>
        <p className={paper['by']}>{say('proof_lead', { company: data.company })}</p>
      </header>
      <Part title={say('proof_what')}>
        <Pairs of={facts} />
      </Part>
      {record.shown ? (
        <Part title={say('proof_text')}>
          <blockquote className={classes.shown} lang={record.shown.language} data-own-words>
            {record.shown.text}
          </blockquote>
          <Pairs
            of={[
              [say('proof_version'), `${record.shown.notice}, ${record.shown.version}, ${record.shown.language}`],
              [say('proof_sha'), record.shown.sha256 ?? ''],
            ]}
          />
        </Part>
      ) : null}
      <Part title={say('proof_events')}>
        <Events record={record} />
        <p className={paper['faint']}>
          {say('proof_chain')} {say(record.events.every((e) => e.holds) ? 'chain_holds' : 'chain_broken')}
        </p>
      </Part>
      <Part title={say('proof_log')}>
        <p>{say('proof_log_text')}</p>
        {receipts.length === 0 ? <p>{say('proof_none')}</p> : null}
        <ul className={paper['lines']}>
          {receipts.map((receipt) => (
            <li key={receipt.leaf} className={classes.hash}>
              {say('proof_leaf', { number: receipt.seq, day: when(receipt.at), leaf: receipt.leaf })}:{' '}
              {receipt.stands
                ? say('proof_place', { position: receipt.stands.position, size: receipt.stands.size, day: when(receipt.stands.signed_at) })
                : say('proof_not_yet')}
            </li>
          ))}
        </ul>
        <Pairs of={[[say('proof_key'), data.key]]} />
      </Part>
      <Button
        component="a"
        className={classes.screenOnly}
        variant="default"
        leftSection={<IconDownload size={16} stroke={1.6} />}
        href={`data:application/ld+json;charset=utf-8,${encodeURIComponent(JSON.stringify(record.document, null, 2))}`}
        download={`consent-${record.id.slice(0, 8)}.jsonld`}
      >
        {say('proof_download')}
      </Button>
    </main>
  )
}

function Events({ record }: { record: Consent }) {
  const say = useWords(consentsWords)
  const code = useCodeWords(consentsWords)
  const language = useLanguage()
  const heads = ['proof_no', 'proof_when', 'proof_event', 'proof_evidence', 'proof_hash'] as const
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {say(head)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {record.events.map((event) => (
          <tr key={event.number}>
            <td>{event.number}</td>
            <td>{exactly(new Date(event.at), language)}</td>
            <td>
              {code(`event_${event.state}`)}, {code(`how_${event.method}`)}
            </td>
            <td className={classes.said} data-own-words>
              {event.said}
            </td>
            <td className={classes.hash}>{event.hash}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={paper['part']} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Pairs({ of }: { of: readonly (readonly [string, string])[] }) {
  return (
    <dl className={paper['pairs']}>
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd data-own-words>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
