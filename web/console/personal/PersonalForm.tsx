import { Button, Group, NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { personalKinds } from '../../../src/keep/door/contract.ts'
import { DayInput } from '../../ui/DayInput.tsx'
import { isoDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { Sure } from '../../ui/Sure.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Personal.module.css'
import { personalWords } from './personal.words.ts'
import { type Remembered, useForget, useRemember } from './queries.ts'

type PersonalFormProps = { customerId: string; known?: Remembered; onDone: () => void }

/** Something to remember, written as one would say it to their face: the customer reads it. */
export function PersonalForm({ customerId, known, onDone }: PersonalFormProps) {
  const say = useWords(personalWords)
  const sayUi = useWords(ui)
  const now = useNow()
  const [kind, setKind] = useState<(typeof personalKinds)[number]>(known?.kind ?? 'talk')
  const [direction, setDirection] = useState<'given' | 'received'>(known?.direction ?? 'given')
  const [day, setDay] = useState(known?.day ?? '')
  const [text, setText] = useState(known?.text ?? '')
  const [reaction, setReaction] = useState(known?.reaction ?? '')
  const troubles = useTroubles(['text', 'day', 'reaction'])
  const remember = useRemember(customerId, known?.id, { told: troubles.take, onDone })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    troubles.clear()
    const gift = kind === 'gift'
    if (text.trim()) remember.mutate({ kind, text, direction: gift ? direction : null, day: day || null, reaction: gift && reaction.trim() ? reaction : null })
  }
  return (
    <form className={classes.form} onSubmit={submit} onKeyDown={(event) => (event.key === 'Escape' ? onDone() : undefined)}>
      <NativeSelect
        label={say('kind')}
        value={kind}
        data={personalKinds.map((each) => ({ value: each, label: say(`kind_${each}`) }))}
        onChange={(event) => setKind(personalKinds.find((each) => each === event.currentTarget.value) ?? 'talk')}
      />
      {kind === 'gift' ? (
        <SegmentedControl
          aria-label={say('direction')}
          value={direction}
          onChange={setDirection}
          data={[
            { value: 'given', label: say('given') },
            { value: 'received', label: say('received') },
          ]}
        />
      ) : null}
      <Textarea
        autoFocus
        label={say('text')}
        description={say('to_their_face')}
        value={text}
        minRows={2}
        maxLength={2000}
        error={troubles.at('text')}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <DayInput label={say('day')} value={day} min="1900-01-01" max={isoDay(now)} error={troubles.at('day')} onChange={setDay} />
      {kind === 'gift' ? (
        <TextInput
          label={say('reaction')}
          value={reaction}
          maxLength={500}
          error={troubles.at('reaction')}
          onChange={(event) => setReaction(event.currentTarget.value)}
        />
      ) : null}
      <Group gap={8} justify="flex-end">
        {known ? <Forget customerId={customerId} id={known.id} /> : null}
        <Button type="button" size="xs" variant="subtle" color="gray" onClick={onDone}>
          {sayUi('cancel')}
        </Button>
        <Button type="submit" size="xs" loading={remember.isPending} disabled={!text.trim()}>
          {sayUi('save')}
        </Button>
      </Group>
    </form>
  )
}

function Forget({ customerId, id }: { customerId: string; id: string }) {
  const say = useWords(personalWords)
  const forget = useForget(customerId, id)
  return <Sure label={say('forget')} question={say('forget_sure')} loading={forget.isPending} onYes={() => forget.mutate(undefined)} />
}
