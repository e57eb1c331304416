import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { ChannelIcon } from '../../ui/ChannelIcon.tsx'
import { channelWords, kindWords } from '../../ui/channel.words.ts'
import { count } from '../../ui/formats.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { cardWords } from './card.words.ts'
import { type Chip, chipsOf } from './chips.ts'
import type { Page } from './queries.ts'
import classes from './Timeline.module.css'

const shownAtOnce = 8

type ChipsProps = { kinds: Page['kinds']; chosen: readonly string[]; onChoose: (chosen: readonly string[]) => void }

/** What there is on the timeline, with how many; one or several chosen show nothing else. */
export function TimelineChips({ kinds, chosen, onChoose }: ChipsProps) {
  const say = useWords(cardWords)
  const named = useChipName()
  const language = useLanguage()
  const [all, setAll] = useState(false)
  const chips = withChosen(chipsOf(kinds), chosen)
  const rest = chips.slice(shownAtOnce).filter(({ code }) => !chosen.includes(code))
  const toggle = (code: string) => onChoose(chosen.includes(code) ? chosen.filter((each) => each !== code) : [...chosen, code])
  if (chips.length < 2 && chosen.length === 0) return null
  return (
    <div className={classes.chips} role="group" aria-label={say('shown')}>
      <UnstyledButton className={classes.chip} aria-pressed={chosen.length === 0} onClick={() => onChoose([])}>
        {say('shown_all')} <span className="num">{count(sumOf(chips), language)}</span>
      </UnstyledButton>
      {chips
        .filter((chip) => all || !rest.includes(chip))
        .map((chip) => (
          <UnstyledButton key={chip.code} className={classes.chip} aria-pressed={chosen.includes(chip.code)} onClick={() => toggle(chip.code)}>
            <ChannelIcon channel={chip.channel} size={14} />
            {named(chip)} <span className="num">{count(chip.count, language)}</span>
          </UnstyledButton>
        ))}
      {rest.length > 0 ? (
        <UnstyledButton className={classes.chip} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? say('show_less') : say('shown_more', { count: rest.length })}
        </UnstyledButton>
      ) : null}
    </div>
  )
}

/** What a chip is called: a channel, or a kind by the company's own word for it. */
export function useChipName(): (chip: Chip) => string {
  const channel = useCodeWords(channelWords)
  const kind = useCodeWords(kindWords)
  const language = useLanguage()
  return ({ said, channel: by }) => {
    if (said.by === 'channel') return channel(by)
    const title = pick(said.title, language)
    return title && title !== said.kind ? title : kind(said.kind)
  }
}

/** What was chosen with somebody else may not be here: it stands there all the same, with nothing. */
export function withChosen(chips: readonly Chip[], chosen: readonly string[]): Chip[] {
  const missing = chosen.filter((code) => !chips.some((chip) => chip.code === code))
  const none = missing.map((code): Chip => {
    const channel = code.startsWith('@') ? code.slice(1) : 'system'
    return { code, said: code.startsWith('@') ? { by: 'channel' } : { by: 'kind', kind: code, title: null }, channel, count: 0 }
  })
  return [...chips, ...none]
}

export const sumOf = (chips: readonly Chip[]): number => chips.reduce((sum, chip) => sum + chip.count, 0)
