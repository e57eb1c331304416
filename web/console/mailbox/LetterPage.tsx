import { Button, SegmentedControl } from '@mantine/core'
import { IconArrowLeft, IconDownload, IconUser } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { downloadMailboxMessage } from '../../../src/keep/channels/contract.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { bytes, exactly } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Mailbox.module.css'
import { mailboxWords } from './mailbox.words.ts'
import type { Letter } from './queries.ts'
import { isSms, letterQuery } from './queries.ts'
import { Side } from './Side.tsx'
import type { View } from './search.ts'
import { Unsubscribe } from './Unsubscribe.tsx'

const route = getRouteApi('/shell/mailbox/$letterId')

/** One caught letter: who wrote to whom, how it looks, and all that came with it. */
export default function LetterPage() {
  const say = useWords(mailboxWords)
  const { letterId } = route.useParams()
  const { data, error, refetch } = useQuery(letterQuery(letterId))
  if (data) return <Opened letter={data} />
  return (
    <Page title={say('letter')} lead={<Back />}>
      {error ? <ErrorBox error={error} onRetry={refetch} /> : <Lines count={6} />}
    </Page>
  )
}

function Back() {
  const say = useWords(mailboxWords)
  return (
    <Link to="/mailbox" className={classes.back}>
      <IconArrowLeft size={15} stroke={1.7} aria-hidden="true" /> {say('back')}
    </Link>
  )
}

function Opened({ letter }: { letter: Letter }) {
  const say = useWords(mailboxWords)
  return (
    <Page title={letter.subject || say(isSms(letter.to) ? 'sms_to' : 'no_subject', { to: letter.to })} lead={<Back />} actions={<Actions letter={letter} />}>
      <Head letter={letter} />
      <Views letter={letter} />
    </Page>
  )
}

function Actions({ letter }: { letter: Letter }) {
  const say = useWords(mailboxWords)
  const source = downloadMailboxMessage.path.replace(':id', encodeURIComponent(letter.id))
  return (
    <>
      {letter.one_click ? <Unsubscribe to={letter.one_click} /> : null}
      {letter.customer_id === null ? null : (
        <Button component={Link} to={`/customers/${letter.customer_id}`} variant="default" leftSection={<IconUser size={16} stroke={1.6} />}>
          {say('card')}
        </Button>
      )}
      <Button component="a" href={source} download variant="default" leftSection={<IconDownload size={16} stroke={1.6} />}>
        {say('download')}
      </Button>
    </>
  )
}

function Head({ letter }: { letter: Letter }) {
  const say = useWords(mailboxWords)
  const language = useLanguage()
  const lines: [string, string][] = [
    [say('from'), letter.from],
    [say('to_head'), letter.to],
    ...(letter.cc ? [[say('cc'), letter.cc] satisfies [string, string]] : []),
    [say('envelope'), say('envelope_text', letter.envelope)],
    [say('caught'), exactly(new Date(letter.at), language)],
    [say('size'), bytes(letter.size, language)],
  ]
  return (
    <dl className={classes.head}>
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Views({ letter }: { letter: Letter }) {
  const say = useWords(mailboxWords)
  const navigate = route.useNavigate()
  const { view = letter.html === null ? 'text' : 'html' } = route.useSearch()
  const views: { value: View; label: string }[] = [
    { value: 'html', label: say('view_html') },
    { value: 'text', label: say('view_text') },
    { value: 'links', label: `${say('view_links')} · ${letter.links.length}` },
    { value: 'headers', label: `${say('view_headers')} · ${letter.headers.length}` },
  ]
  return (
    <>
      <div className={classes.views}>
        <SegmentedControl
          aria-label={say('view')}
          value={view}
          data={views}
          onChange={(chosen) => {
            const next = views.find(({ value }) => value === chosen)?.value
            if (next) void navigate({ search: { view: next }, replace: true, resetScroll: false })
          }}
        />
      </div>
      <Side view={view} letter={letter} />
    </>
  )
}
