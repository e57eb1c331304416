import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconWebhook } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { More } from '../../ui/More.tsx'
import { Page } from '../../ui/Page.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { type Webhook, webhooksQuery } from './queries.ts'
import { stateOf } from './state.ts'
import { WebhookForm } from './WebhookForm.tsx'
import classes from './Webhooks.module.css'
import { webhooksWords } from './webhooks.words.ts'

/** Which other systems are told of what. */
export default function WebhooksPage() {
  const say = useWords(webhooksWords)
  const [adding, on] = useDisclosure(false)
  const pages = useInfiniteQuery(webhooksQuery)
  const { data, error, isPending, refetch } = pages
  const webhooks = data?.pages.flatMap(({ items }) => items)
  const add = (
    <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={on.open}>
      {say('add')}
    </Button>
  )
  return (
    <Page title={say('title')} lead={say('lead')} actions={add}>
      {isPending ? <Lines count={3} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {webhooks?.length === 0 ? <Empty icon={IconWebhook} title={say('none')} text={`${say('none_text')} ${say('guide')}`} /> : null}
      {webhooks && webhooks.length > 0 ? (
        <ul className={classes.list}>
          {webhooks.map((each) => (
            <Row key={each.id} of={each} />
          ))}
        </ul>
      ) : null}
      <More of={pages} />
      {adding ? <WebhookForm onClose={on.close} /> : null}
    </Page>
  )
}

function Row({ of }: { of: Webhook }) {
  const say = useWords(webhooksWords)
  const language = useLanguage()
  const { word, tone } = stateOf(of)
  return (
    <li className={classes.row}>
      <div className={classes.text}>
        <p>
          <Link to="/webhooks/$webhookId" params={{ webhookId: of.id }}>
            {of.title}
          </Link>
        </p>
        <p className="quiet small">{of.url}</p>
      </div>
      <div className={classes.end}>
        <span className="quiet small">{of.waiting > 0 ? say('waiting', { count: of.waiting, shown: count(of.waiting, language) }) : say('waiting_none')}</span>
        <Mark tone={tone}>{say(word)}</Mark>
      </div>
    </li>
  )
}
