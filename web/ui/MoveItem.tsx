import { Checkbox } from '@mantine/core'
import type { z } from 'zod'
import type { move } from '../../src/keep/rights/moving/contract.ts'
import { channelWords } from './channel.words.ts'
import { fieldWords } from './field.words.ts'
import { exactly } from './formats.ts'
import { moveWords } from './move.words.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from './words.ts'

type Move = z.output<typeof move>
type Item = Move['items'][number]

/** Who gave a copy out, and by which key that was checked. */
export function MoveSigned({ of: { issuer } }: { of: Move }) {
  const say = useWords(moveWords)
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

type MoveItemProps = { item: Item; checked: boolean; theirs?: boolean; onChange: (on: boolean) => void }

/** One thing of a copy, with what would become of it here; `theirs`: told to a colleague. */
export function MoveItem({ item, checked, theirs = false, onChange }: MoveItemProps) {
  const say = useWords(moveWords)
  const field = useCodeWords(fieldWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  const { kind, name, value, here, count } = item
  const what = {
    field: () => ({ label: `${field(name)}: ${value}`, hint: here === null ? say('new') : say('other', { here }) }),
    yes: () => ({
      label: say(theirs ? 'yes_theirs' : 'yes', { purpose: pick(item.title ?? {}, language) ?? name, channel: lower(channel(item.channel ?? '')) }),
      hint: say(theirs ? 'yes_text_theirs' : 'yes_text'),
    }),
    history: () => ({ label: say('history', { count: count ?? 0 }), hint: say(theirs ? 'history_text_theirs' : 'history_text') }),
  }[kind]()
  return <Checkbox label={what.label} description={what.hint} checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} data-own-words />
}
