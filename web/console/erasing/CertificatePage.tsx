import { Button } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useCoversSaid } from '../../ui/Covers.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { exactly } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useTitle } from '../../ui/Page.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import paper from '../printing/Printing.module.css'
import { Goes, Stays } from './Counted.tsx'
import classes from './Erasing.module.css'
import { erasingWords } from './erasing.words.ts'
import { certificateQuery } from './queries.ts'

const route = getRouteApi('/certificate/$erasureId')

/** The certificate as it stands on paper: no menu and no name, what went, what stays, and how anybody can check it. */
export default function CertificatePage() {
  const say = useWords(erasingWords)
  const language = useLanguage()
  const covered = useCoversSaid()
  const { erasureId } = route.useParams()
  const { data, error, refetch } = useQuery(certificateQuery(erasureId))
  useTitle(say('paper_title'))
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  if (!data) return <Lines count={10} />
  const facts = [
    [say('number'), data.number],
    [say('asked_at'), exactly(new Date(data.asked_at), language)],
    [say('done_at'), exactly(new Date(data.done_at), language)],
    [say('reason'), say(`reason_${data.reason}`)],
    [say('covers'), covered(data.covers)],
  ] as const
  return (
    <main className={paper['sheet']}>
      <div className={paper['bar']}>
        <Button leftSection={<IconPrinter size={16} stroke={1.6} />} onClick={() => globalThis.print()}>
          {say('print')}
        </Button>
      </div>
      <header className={paper['head']}>
        <p className={paper['what']}>{data.company}</p>
        <h1>{say('paper_title')}</h1>
      </header>
      <p>{say(data.covers === 'everything' ? 'paper_text' : 'paper_text_part', { company: data.company })}</p>
      <Pairs of={facts} />
      <Part title={say('paper_gone')}>
        <Goes gone={data.gone} />
      </Part>
      <Part title={say('paper_stays')}>
        <Stays stays={data.stays} />
      </Part>
      <Part title={say('paper_proof')}>
        {data.proof ? (
          <>
            <p>
              {say('proof_text', { position: data.proof.position })} <code>rapport verify certificate.json</code>
            </p>
            <Pairs
              of={[
                [say('leaf'), data.leaf],
                [say('log_key'), data.proof.key],
              ]}
            />
            <Button
              component="a"
              className={classes.screenOnly}
              variant="default"
              leftSection={<IconDownload size={16} stroke={1.6} />}
              href={`data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(data.proof.file))}`}
              download={`certificate-${data.number.slice(-8)}.json`}
            >
              {say('download')}
            </Button>
          </>
        ) : (
          <p role="status">{say('proof_soon')}</p>
        )}
      </Part>
    </main>
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
    <dl className={`${paper['pairs']} ${classes.pairs}`}>
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={classes.value} data-own-words>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
