import { Button, Checkbox, FileButton } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { lookAtMyMove, move, takeMyMove } from '../../../src/keep/rights/moving/contract.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { fieldWords } from '../../ui/field.words.ts'
import { exactly } from '../../ui/formats.ts'
import { upload } from '../../ui/upload.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { Part } from '../shell/Leaf.tsx'
import classes from './MyPage.module.css'
import { movingWords } from './moving.words.ts'

type Move = z.output<typeof move>
type Item = Move['items'][number]

const zip = { output: move, type: 'application/zip' }

/** A copy that another company gave: who signed it, thing by thing what it would change here, and what of it is taken. */
export function Moving() {
  const say = useWords(movingWords)
  const client = useQueryClient()
  const [file, setFile] = useState<File>()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const look = useMutation({
    mutationFn: (brought: File) => upload(lookAtMyMove.path, { ...zip, file: brought }),
    onSuccess: ({ items }) => setChosen(items.filter(({ becomes }) => becomes !== 'other').map(({ item }) => item)),
    retry: false,
  })
  const take = useMutation({
    mutationFn: (brought: File) => upload(takeMyMove.path, { ...zip, file: brought, query: { take: chosen.join(',') } }),
    onSuccess: () => {
      look.reset()
      void client.invalidateQueries()
    },
    retry: false,
  })
  const bring = (brought: File | null) => {
    if (!brought) return
    take.reset()
    setFile(brought)
    look.mutate(brought)
  }
  return (
    <Part title={say('title')} lead={say('lead')}>
      <div>
        <FileButton accept=".zip,application/zip" onChange={bring} inputProps={{ 'aria-label': say('choose') }}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload size={16} stroke={1.6} />} loading={look.isPending}>
              {say('choose')}
            </Button>
          )}
        </FileButton>
      </div>
      {look.data && file ? (
        <form
          className={classes.moving}
          onSubmit={(event) => {
            event.preventDefault()
            take.mutate(file)
          }}
        >
          <Signed of={look.data} />
          {look.data.items.length === 0 ? <p>{say('nothing')}</p> : null}
          {look.data.items.map((item) => (
            <One
              key={item.item}
              item={item}
              checked={chosen.includes(item.item)}
              onChange={(on) => setChosen(on ? [...chosen, item.item] : chosen.filter((one) => one !== item.item))}
            />
          ))}
          <div>
            <Button type="submit" loading={take.isPending} disabled={chosen.length === 0}>
              {say('take')}
            </Button>
          </div>
        </form>
      ) : null}
      <div aria-live="polite">
        {take.data ? <p className="quiet">{say('taken', { company: take.data.issuer.company })}</p> : null}
        {look.error ? <ErrorBox error={look.error} /> : null}
        {take.error ? <ErrorBox error={take.error} /> : null}
      </div>
    </Part>
  )
}

function Signed({ of: { issuer } }: { of: Move }) {
  const say = useWords(movingWords)
  const language = useLanguage()
  return (
    <>
      <p data-own-words>{say('signed', { company: issuer.company, site: new URL(issuer.site).host, at: exactly(new Date(issuer.at), language) })}</p>
      <p className="quiet small">
        {say('key')} <code data-own-words>{issuer.key}</code>
      </p>
    </>
  )
}

function One({ item, checked, onChange }: { item: Item; checked: boolean; onChange: (on: boolean) => void }) {
  const say = useWords(movingWords)
  const field = useCodeWords(fieldWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  const { kind, name, value, here, count } = item
  const what = {
    field: () => ({ label: `${field(name)}: ${value}`, hint: here === null ? say('new') : say('other', { here }) }),
    yes: () => ({
      label: say('yes', { purpose: pick(item.title ?? {}, language) ?? name, channel: lower(channel(item.channel ?? '')) }),
      hint: say('yes_text'),
    }),
    history: () => ({ label: say('history', { count: count ?? 0 }), hint: say('history_text') }),
  }[kind]()
  return <Checkbox label={what.label} description={what.hint} checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} data-own-words />
}
