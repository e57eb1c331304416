import { IconBuilding, IconEyeOff } from '@tabler/icons-react'
import classes from './Person.module.css'
import { reasonWords } from './reason.words.ts'
import { ui } from './ui.words.ts'
import { useCodeWords, useWords } from './words.ts'

// Nobody is ever shown as a number: a name, or that the name is hidden and why.

type Naming = { full: string; short: string }
type Shown = { kind: 'person' | 'organisation'; name: Naming | null; hidden?: string | null }

/** The name in words; `short` for lists where room is dear. */
export function useNaming(): (who: Shown, form?: 'full' | 'short') => string {
  const say = useWords(ui)
  return (who, form = 'full') => {
    if (who.name) return who.name[form] || who.name.full || say('name_none')
    return who.hidden ? say('name_hidden') : say('name_none')
  }
}

export function Name({ who, form = 'full' }: { who: Shown; form?: 'full' | 'short' }) {
  const naming = useNaming()
  const reason = useCodeWords(reasonWords)
  if (who.name) return <>{naming(who, form)}</>
  return (
    <span className={classes.unnamed} title={who.hidden ? reason(who.hidden) : undefined}>
      {naming(who, form)}
    </span>
  )
}

/** Initials in a circle; an organisation has a square. Decoration only: the name stands beside it. */
export function Face({ who, size = 28 }: { who: Shown; size?: number }) {
  const initials = initialsOf(who.name?.full ?? '').slice(0, size < 22 ? 1 : 2)
  const picture =
    who.kind === 'organisation' ? <IconBuilding size={size * 0.56} stroke={1.5} /> : initials ? null : <IconEyeOff size={size * 0.5} stroke={1.5} />
  const style = { width: size, height: size, fontSize: size * (size < 22 ? 0.52 : 0.38) }
  return (
    <span className={classes.face} data-kind={who.kind} data-initials={picture ? undefined : initials} style={style} aria-hidden="true">
      {picture}
    </span>
  )
}

function initialsOf(full: string): string {
  const [first = '', second = ''] = full.trim().split(/\s+/)
  return (first.charAt(0) + second.charAt(0)).toLocaleUpperCase()
}
