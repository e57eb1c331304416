import { Button, CloseButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { count } from '../../ui/formats.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { gridWords } from './grid.words.ts'
import classes from './SelectionBar.module.css'
import { howMany, type Selection } from './selection.ts'

type BarProps = {
  selection: Selection
  total: { count: number; exact: boolean }
  onAll: () => void
  onNobody: () => void
  children?: ReactNode
}

/** What is chosen, how to choose all, and what can be done with them. */
export function SelectionBar({ selection, total, onAll, onNobody, children }: BarProps) {
  const say = useWords(gridWords)
  const language = useLanguage()
  const chosen = howMany(selection, total.count)
  if (chosen === 0 && !selection.all) return null
  const shown = count(chosen, language)
  const all = count(total.count, language)
  return (
    <section className={classes.bar} aria-label={say('selection')}>
      <CloseButton size="sm" aria-label={say('choose_nobody')} onClick={onNobody} />
      <span className={classes.count} role="status">
        {selection.all && !total.exact ? say('chosen_about', { shown }) : say('chosen', { count: chosen, shown })}
      </span>
      {selection.all || chosen >= total.count ? null : (
        <Button size="compact-sm" variant="subtle" onClick={onAll}>
          {total.exact ? say('choose_all', { all }) : say('choose_all_about', { all })}
        </Button>
      )}
      {children ? <span className={classes.deeds}>{children}</span> : null}
    </section>
  )
}
