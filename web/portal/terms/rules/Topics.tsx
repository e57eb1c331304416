import { Button, Switch } from '@mantine/core'
import { sayMyTerms } from '../../../../src/office/portal/contract.ts'
import { call } from '../../../ui/api.ts'
import { dayOf } from '../../../ui/formats.ts'
import { useNow } from '../../../ui/now.ts'
import { pick, useLanguage, useWords } from '../../../ui/words.ts'
import { child } from '../../acting.ts'
import type { Terms } from '../../page/queries.ts'
import { useByMessage } from '../../session/session.ts'
import { Part } from '../../shell/Leaf.tsx'
import { heldByOther } from '../sides.ts'
import classes from '../Terms.module.css'
import { useTermsAct } from '../useTerms.ts'
import { rulesWords } from './rules.words.ts'

type Topic = Terms['topics'][number]

/** Every topic of the company, to hear of or not; "only this" puts the others off. */
export function Topics({ terms }: { terms: Terms }) {
  const say = useWords(rulesWords)
  const language = useLanguage()
  const byMessage = useByMessage()
  const set = useTermsAct(
    (wanted: readonly { topic: string; wanted: boolean }[]) => call(sayMyTerms, { body: { said: wanted.map((topic) => ({ topic })) } }),
    say('saved'),
  )
  if (terms.topics.length === 0) return null
  const named = (t: Topic) => pick(t.title, language) ?? t.topic
  const sorted = terms.topics.toSorted((a, b) => named(a).localeCompare(named(b), language))
  const off = terms.topics.filter((t) => !t.wanted)
  const only = (topic: string) => terms.topics.filter((t) => t.wanted !== (t.topic === topic)).map((t) => ({ topic: t.topic, wanted: t.topic === topic }))
  return (
    <Part
      title={say('topics_title')}
      lead={say('topics_lead')}
      action={
        off.length > 0 ? (
          <Button
            variant="default"
            size="xs"
            disabled={byMessage || set.isPending}
            onClick={() => set.mutate(off.map(({ topic }) => ({ topic, wanted: true })))}
          >
            {say('topics_all')}
          </Button>
        ) : undefined
      }
    >
      <ul className={classes.list}>
        {sorted.map((topic) => (
          <One
            key={topic.topic}
            topic={topic}
            alone={terms.topics.length === 1}
            busy={set.isPending}
            held={heldByOther(terms, topic.topic)}
            onSet={(wanted) => set.mutate([{ topic: topic.topic, wanted }])}
            onOnly={() => set.mutate(only(topic.topic))}
          />
        ))}
      </ul>
    </Part>
  )
}

type OneProps = { topic: Topic; alone: boolean; busy: boolean; held: boolean; onSet: (wanted: boolean) => void; onOnly: () => void }

function One({ topic, alone, busy, held, onSet, onOnly }: OneProps) {
  const say = useWords(rulesWords)
  const language = useLanguage()
  const now = useNow()
  const byMessage = useByMessage()
  const title = pick(topic.title, language) ?? topic.topic
  const covered = byMessage && !topic.wanted
  const since = topic.since ? say('since', { day: dayOf(new Date(topic.since), now, language) }) : ''
  return (
    <li className={classes.term}>
      <Switch
        className={classes.switch}
        labelPosition="left"
        label={title}
        description={
          held
            ? say(child === undefined ? 'topic_guardian' : 'topic_child')
            : covered
              ? say('because_message')
              : topic.wanted
                ? undefined
                : say('topic_off', { since })
        }
        checked={topic.wanted}
        disabled={busy || covered || held}
        onChange={(event) => onSet(event.currentTarget.checked)}
      />
      {alone ? null : (
        <Button variant="subtle" size="xs" disabled={busy || covered || held} aria-label={say('topics_only_name', { topic: title })} onClick={onOnly}>
          {say('topics_only')}
        </Button>
      )}
    </li>
  )
}
