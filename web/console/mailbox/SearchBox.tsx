import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useShortcuts } from '../../ui/keys.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Mailbox.module.css'
import { mailboxWords } from './mailbox.words.ts'

/** Looks through the letters; each hit shown is a look at a customer, so half a word is not sought at once. */
export function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const say = useWords(mailboxWords)
  const box = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  const send = useDebouncedCallback(onChange, 500)
  useEffect(() => {
    if (document.activeElement !== box.current) setTyped(value)
  }, [value])
  useShortcuts([{ keys: '/', run: () => box.current?.focus() }])
  const change = (next: string) => {
    setTyped(next)
    send(next.trim())
  }
  return (
    <TextInput
      ref={box}
      className={classes.search}
      type="search"
      aria-label={say('search')}
      placeholder={say('search')}
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
