import { Button, Modal, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { addProvider } from '../../../src/keep/roads/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { ToCopy } from '../../ui/ToCopy.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Providers.module.css'
import { providersWords } from './providers.words.ts'
import { providersQuery } from './queries.ts'

const places = ['title', 'url', 'token', 'from'] as const
const channels = ['sms', 'inbound_mail'] as const
type Typed = { [place in (typeof places)[number]]: string }

/** Adds a provider, and shows this once by which secret its calls are signed. */
export function Add({ onClose }: { onClose: () => void }) {
  const say = useWords(providersWords)
  const sayUi = useWords(ui)
  const client = useQueryClient()
  const [channel, setChannel] = useState<(typeof channels)[number]>('sms')
  const [typed, setTyped] = useState<Typed>({ title: '', url: '', token: '', from: '' })
  const troubles = useTroubles(places)
  const add = useAct({
    run: () => call(addProvider, { body: channel === 'sms' ? { channel, ...typed } : { channel, title: typed.title } }),
    told: troubles.take,
    then: () => {
      void client.invalidateQueries({ queryKey: providersQuery.queryKey })
      notice(say('added'))
    },
  })
  const close = { 'aria-label': sayUi('close') }
  if (add.data)
    return (
      <Modal opened onClose={onClose} title={say('made', { title: add.data.title })} size="lg" closeOnClickOutside={false} closeButtonProps={close}>
        <div className={classes.made}>
          <p>{say('made_text')}</p>
          <ToCopy what={say('call_back')} text={add.data.call_back} />
          <ToCopy what={say('secret')} text={add.data.secret} />
          <div className={classes.buttons}>
            <Button onClick={onClose}>{say('copied_it')}</Button>
          </div>
        </div>
      </Modal>
    )
  const field = (place: keyof Typed, more: { description: string; maxLength: number }) => ({
    label: say(place),
    value: typed[place],
    error: troubles.at(place),
    onChange: (event: { currentTarget: { value: string } }) => setTyped({ ...typed, [place]: event.currentTarget.value }),
    ...more,
  })
  const needed = channel === 'sms' ? places : (['title'] as const)
  const ready = needed.every((place) => typed[place].trim() !== '')
  return (
    <Modal opened onClose={onClose} title={say('add')} size="lg" closeButtonProps={close}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (!ready) return
          troubles.clear()
          add.mutate(undefined)
        }}
      >
        <NativeSelect
          label={say('channel')}
          value={channel}
          data={channels.map((value) => ({ value, label: say(`channel_${value}`) }))}
          onChange={(event) => setChannel(event.currentTarget.value === 'sms' ? 'sms' : 'inbound_mail')}
        />
        <TextInput data-autofocus {...field('title', { description: say('title_hint'), maxLength: 100 })} />
        {channel === 'sms' ? (
          <>
            <TextInput inputMode="url" {...field('url', { description: say('url_hint'), maxLength: 500 })} />
            <PasswordInput autoComplete="off" {...field('token', { description: say('token_hint'), maxLength: 500 })} />
            <TextInput {...field('from', { description: say('from_hint'), maxLength: 20 })} />
          </>
        ) : (
          <p className="quiet small">{say('inbound_text')}</p>
        )}
        <div className={classes.buttons}>
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={add.isPending} disabled={!ready}>
            {say('add_it')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
