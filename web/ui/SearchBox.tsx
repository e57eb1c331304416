import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useShortcuts } from './keys.ts'
import classes from './SearchBox.module.css'
import { ui } from './ui.words.ts'
import { useWords } from './words.ts'

type SearchBoxProps = {
  label: string
  value: string
  /** How long after the last key it is sought, in milliseconds. */
  waitMs: number
  onChange: (value: string) => void
}

/** The search of a list; “/” goes there, Escape leaves it. */
export function SearchBox({ label, value, waitMs, onChange }: SearchBoxProps) {
  const say = useWords(ui)
  const box = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  // Whoever has gone on to another page meanwhile is not led back by what they typed here.
  const send = useDebouncedCallback((next: string, page: string) => {
    if (page === window.location.pathname) onChange(next)
  }, waitMs)
  useEffect(() => {
    if (document.activeElement !== box.current) setTyped(value)
  }, [value])
  useShortcuts([{ keys: '/', run: () => box.current?.focus() }])
  const change = (next: string) => {
    setTyped(next)
    send(next.trim(), window.location.pathname)
  }
  return (
    <TextInput
      ref={box}
      className={classes.search}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} stroke={1.6} />}
      rightSection={typed ? <CloseButton size="sm" aria-label={say('clear')} onClick={() => change('')} /> : null}
      value={typed}
      maxLength={200}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') box.current?.blur()
      }}
    />
  )
}
