import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { addWebhook, changeWebhook, webhookKinds } from '../../../src/office/webhooks/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { SecretOnce } from '../../ui/SecretOnce.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useCodeWords, useWords } from '../../ui/words.ts'
import { keysQuery } from '../staff/queries.ts'
import { type Webhook, webhookQuery, webhooksQuery } from './queries.ts'
import { wordOfKind } from './state.ts'
import classes from './Webhooks.module.css'
import { webhooksWords } from './webhooks.words.ts'

const places = ['title', 'url', 'kinds', 'key_id'] as const
type Kind = (typeof webhookKinds)[number]

/** Makes a webhook and shows its secret this once, or changes one; what a colleague changed meanwhile is not overwritten. */
export function WebhookForm({ of, onClose }: { of?: Webhook; onClose: () => void }) {
  const say = useWords(webhooksWords)
  const kindWord = useCodeWords(webhooksWords)
  const sayUi = useWords(ui)
  const client = useQueryClient()
  const [title, setTitle] = useState(of?.title ?? '')
  const [url, setUrl] = useState(of?.url ?? '')
  const [kinds, setKinds] = useState<readonly Kind[]>(of?.kinds ?? ['customer.created', 'interaction.recorded'])
  const [key, setKey] = useState(of?.key_id ?? '')
  const [secret, setSecret] = useState<string>()
  const troubles = useTroubles(places)
  const keys = useInfiniteQuery(keysQuery)
  const given = { title, url, kinds: [...kinds], key_id: key || null }
  const { mutate, isPending } = useAct({
    run: async () => {
      if (of) return { webhook: await call(changeWebhook, { params: { webhook_id: of.id }, body: { ...given, version: of.version } }), secret: undefined }
      return call(addWebhook, { body: given })
    },
    told: troubles.take,
    then: (made) => {
      void client.invalidateQueries({ queryKey: webhooksQuery.queryKey })
      void client.invalidateQueries({ queryKey: webhookQuery(made.webhook.id).queryKey })
      notice(say(of ? 'saved' : 'made'))
      if (made.secret === undefined) onClose()
      else setSecret(made.secret)
    },
  })
  const ready = title.trim() !== '' && url.trim() !== '' && kinds.length > 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    troubles.clear()
    mutate(undefined)
  }
  if (secret !== undefined)
    return <SecretOnce title={say('secret_title', { name: title })} lead={say('secret_once')} secret={secret} done={say('secret_copied')} onClose={onClose} />
  return (
    <Modal opened onClose={onClose} title={say(of ? 'edit' : 'add')} size="lg">
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          data-autofocus
          label={say('name')}
          placeholder={say('name_hint')}
          value={title}
          maxLength={100}
          error={troubles.at('title')}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextInput
          type="url"
          inputMode="url"
          label={say('url')}
          description={say('url_hint')}
          value={url}
          maxLength={500}
          error={troubles.at('url')}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <Checkbox.Group
          label={say('kinds')}
          value={[...kinds]}
          error={troubles.at('kinds')}
          onChange={(next) => setKinds(webhookKinds.filter((each) => next.includes(each)))}
        >
          <div className={classes.kinds}>
            {webhookKinds.map((each) => (
              <Checkbox key={each} value={each} label={kindWord(wordOfKind(each))} />
            ))}
          </div>
        </Checkbox.Group>
        <NativeSelect
          label={say('key')}
          description={say('key_hint')}
          value={key}
          error={troubles.at('key_id')}
          data={[
            { value: '', label: say('key_none') },
            ...(keys.data?.pages.flatMap(({ items }) => items) ?? [])
              .filter(({ kind }) => kind === 'secret')
              .map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <div className={classes.buttons}>
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={!ready}>
            {say(of ? 'save' : 'add')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
