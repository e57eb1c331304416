import { Modal, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Face, Name } from '../../ui/Person.tsx'
import { useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import { Join } from './Join.tsx'
import classes from './Joining.module.css'
import { joiningWords } from './joining.words.ts'
import { othersQuery } from './queries.ts'

/** Find the other card, see both side by side, say how it is known, and join them. */
export default function JoinCards({ card, title, onClose }: { card: Card; title: string; onClose: () => void }) {
  const [other, setOther] = useState<string>()
  const navigate = useNavigate()
  return (
    <Modal opened onClose={onClose} title={title} size="xl">
      {other ? (
        <Join
          card={card}
          other={other}
          onOther={() => setOther(undefined)}
          onClose={onClose}
          onJoined={(into) => {
            onClose()
            if (into !== card.id) void navigate({ to: '/customers/$customerId', params: { customerId: into } })
          }}
        />
      ) : (
        <Find card={card} onFound={setOther} />
      )}
    </Modal>
  )
}

function Find({ card, onFound }: { card: Card; onFound: (id: string) => void }) {
  const say = useWords(joiningWords)
  const [typed, setTyped] = useState('')
  const [query] = useDebouncedValue(typed.trim(), 150)
  const { data, isFetching } = useQuery(othersQuery(query))
  const others = (query.length > 1 ? (data?.items ?? []) : []).filter((each) => each.id !== card.id && each.kind === card.kind)
  return (
    <div className={classes.stack}>
      <TextInput
        data-autofocus
        label={say('find')}
        placeholder={say('find_hint')}
        value={typed}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ul className={classes.found}>
        {others.map((each) => (
          <li key={each.id}>
            <UnstyledButton className={classes.hit} onClick={() => onFound(each.id)}>
              <Face who={each} size={28} />
              <Name who={each} />
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {query.length > 1 && data && !isFetching && others.length === 0 ? <p className="quiet small">{say('find_none', { query })}</p> : null}
    </div>
  )
}
