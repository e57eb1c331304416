import { Switch } from '@mantine/core'
import { channelWords } from '../../../ui/channel.words.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../../ui/words.ts'
import type { Terms } from '../../page/queries.ts'
import { useByMessage } from '../../session/session.ts'
import { Part } from '../../shell/Leaf.tsx'
import classes from '../Terms.module.css'
import { Folded } from './Folded.tsx'
import { rulesWords } from './rules.words.ts'
import { standing, useRules } from './useRules.ts'

/** To be asked before each message: of everything, or of one channel or topic. */
export function AskMe({ terms, channels }: { terms: Terms; channels: readonly string[] }) {
  const say = useWords(rulesWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  return (
    <Part title={say('ask_title')} lead={say('ask_lead')}>
      <One terms={terms} label={say('ask_all')} about={{}} />
      <Folded title={say('ask_each')}>
        <div className={classes.each}>
          {channels.map((code) => (
            <One key={code} terms={terms} label={channel(code)} about={{ channel: code }} />
          ))}
          {terms.topics.map(({ topic, title }) => (
            <One key={topic} terms={terms} label={pick(title, language) ?? topic} about={{ topic }} />
          ))}
        </div>
      </Folded>
    </Part>
  )
}

type OneProps = { terms: Terms; label: string; about: { channel?: string; topic?: string } }

function One({ terms, label, about }: OneProps) {
  const byMessage = useByMessage()
  const { put, end, busy } = useRules()
  const rule = standing(terms, 'ask', about)
  return (
    <Switch
      className={classes.ask}
      label={label}
      checked={rule !== undefined}
      disabled={busy || (byMessage && rule !== undefined)}
      onChange={() => (rule ? end.mutate(rule.id) : put.mutate({ kind: 'ask', ...about }))}
    />
  )
}
