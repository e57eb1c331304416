import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { count } from '../../ui/formats.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { Channels } from './Channels.tsx'
import type { Board } from './queries.ts'
import classes from './Reach.module.css'
import { reachWords } from './reach.words.ts'

type Topic = Board['purposes'][number]['topics'][number]
type TopicsProps = { of: readonly Topic[]; people: number; smallest: number }

/** The same by topic: how many each reaches, and opened, by which channel and why not the others. Nothing where no topic is asked about. */
export function Topics({ of, people, smallest }: TopicsProps) {
  const say = useWords(reachWords)
  if (of.length === 0) return null
  return (
    <div>
      <h3 className={classes.name}>{say('by_topic')}</h3>
      <ul className={classes.lines}>
        {of.map((topic) => (
          <One key={topic.topic} topic={topic} people={people} smallest={smallest} />
        ))}
      </ul>
    </div>
  )
}

function One({ topic, people, smallest }: { topic: Topic; people: number; smallest: number }) {
  const say = useWords(reachWords)
  const language = useLanguage()
  const [open, setOpen] = useState(false)
  const id = useId()
  const share = (topic.reachable ?? 0) / people
  return (
    <li>
      <UnstyledButton className={classes.line} data-tone="allow" data-opens aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <span className={classes.bar} style={{ inlineSize: `${Math.max(1, share * 100)}%` }} aria-hidden="true" />
        <span className={classes.words}>
          <IconChevronRight size={14} stroke={1.8} aria-hidden="true" className={classes.mark} /> {pick(topic.title, language) ?? topic.topic}
        </span>
        <span className={classes.number}>{topic.reachable === null ? say('topic_near', { smallest }) : count(topic.reachable, language)}</span>
      </UnstyledButton>
      <div id={id} hidden={!open} className={classes.opened}>
        {open ? <Channels of={topic.channels} people={people} smallest={smallest} /> : null}
      </div>
    </li>
  )
}
