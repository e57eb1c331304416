import { Button } from '@mantine/core'
import { IconMailQuestion } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { setMyTerm } from '../../../src/office/portal/contract.ts'
import { ApiProblem, call } from '../../ui/api.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf, timeOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { Leaf, Part } from '../shell/Leaf.tsx'
import { useTermsAct } from '../terms/useTerms.ts'
import { useStory } from '../uses/useStory.ts'
import classes from './Message.module.css'
import { messageWords } from './message.words.ts'
import type { Message } from './queries.ts'
import { messageQuery } from './queries.ts'
import { useBecause } from './useBecause.ts'

const route = getRouteApi('/mine/my/messages/$messageId')

/** Opened from the message itself: why it came, with what right, what was used, and how to end it. */
export default function MessagePage() {
  const say = useWords(messageWords)
  const { messageId } = route.useParams()
  const { data, error, refetch } = useQuery(messageQuery(messageId))
  if (error instanceof ApiProblem && error.status === 404) return <Empty icon={IconMailQuestion} title={say('not_found')} text={say('not_found_text')} />
  if (!data) return error ? <ErrorBox error={error} onRetry={refetch} /> : <Lines count={8} />
  return <Told message={data} />
}

function Told({ message }: { message: Message }) {
  const say = useWords(messageWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  const now = useNow()
  const because = useBecause()
  const story = useStory()
  const at = new Date(message.at)
  const reasons = message.because.map(because).filter(Boolean)
  return (
    <Leaf title={say('title')} lead={say('lead', { when: `${dayOf(at, now, language)}, ${timeOf(at, language)}`, channel: lower(channel(message.channel)) })}>
      {message.subject ? <blockquote className={classes.subject}>{message.subject}</blockquote> : null}
      {message.state === 'unknown' ? <p className="quiet small">{say('state_unknown')}</p> : null}
      <Stop message={message} />
      <Part title={say('chosen')}>
        {reasons.length > 0 ? (
          <ul className={classes.reasons}>
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        ) : (
          <p>{say('chosen_none')}</p>
        )}
        {message.campaign ? <p className="quiet small">{say('campaign', { campaign: message.campaign })}</p> : null}
      </Part>
      <Part title={say('right')}>
        <Right message={message} />
      </Part>
      <Part title={say('used')}>
        <p>{message.used ? story(message.used).sentence : say('used_none')}</p>
      </Part>
      {message.cap ? (
        <Part title={say('cap')}>
          <p>{say('cap_text', { count: message.cap.contacts, days: message.cap.days, used: message.cap.used })}</p>
        </Part>
      ) : null}
    </Leaf>
  )
}

function Right({ message }: { message: Message }) {
  const say = useWords(messageWords)
  const word = useCodeWords(messageWords)
  const language = useLanguage()
  const now = useNow()
  const { basis } = message
  const values = { basis: word(`basis_${basis.code}`), purpose: pick(message.purpose.title, language) ?? message.purpose.code }
  return (
    <p>
      {basis.since ? say('basis_since', { ...values, day: dayOf(new Date(basis.since), now, language) }) : say('basis', values)}
      {basis.how && `how_${basis.how}` in messageWords.en ? ` ${word(`how_${basis.how}`)}` : ''}
    </p>
  )
}

function Stop({ message }: { message: Message }) {
  const say = useWords(messageWords)
  const channel = useCodeWords(channelWords)
  const stop = useTermsAct(
    () => call(setMyTerm, { body: { purpose: message.purpose.code, channel: message.channel, topic: message.topic?.code ?? null, allowed: false } }),
    say('stopped_now'),
  )
  const choices = (
    <Button component={Link} to="/my/allow" variant="default">
      {say('all_choices')}
    </Button>
  )
  if (!message.still_allowed) return <Part title={say('stop')} lead={say('stopped')} action={choices} />
  return (
    <Part title={say('stop')} lead={say('stop_lead', { channel: lower(channel(message.channel)) })}>
      <div className={classes.buttons}>
        <Button color="red" variant="light" loading={stop.isPending} onClick={() => stop.mutate(undefined)}>
          {say('stop_channel')}
        </Button>
        <Button component={Link} to="/my/allow" variant="default">
          {say('less')}
        </Button>
      </div>
    </Part>
  )
}
