import { Button, Modal, Radio, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { type DataKind, isDelicate } from '../../../src/keep/customers/shapes.ts'
import { abouts, registerKind } from '../../../src/keep/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { codeOf, inBoth, isSaid, titlesOf } from '../../ui/titles.ts'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { AboutInput } from '../fields/AboutInput.tsx'
import { KeptFor, NameInputs } from '../fields/FormParts.tsx'
import { guessAbout } from '../fields/guessAbout.ts'
import { Attributes } from './Attributes.tsx'
import { attributesSent, isWhole, rowsOf } from './attributeRows.ts'
import classes from './Purposes.module.css'
import { type Kind, kindsQuery } from './queries.ts'
import { shapesWords } from './shapes.words.ts'

const places = ['code', 'title', 'about', 'sensitive', 'attributes', 'purposes'] as const

/** Registers a kind of events with what may be counted of it, or a new version of one. */
export function KindForm({ kind, onClose }: { kind?: Kind | undefined; onClose: () => void }) {
  const say = useWords(shapesWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const client = useQueryClient()
  const troubles = useTroubles(places)
  const [title, setTitle] = useState(titlesOf(kind?.title))
  // Until somebody says otherwise it follows from what the kind is called.
  const [typed, setTyped] = useState(kind?.code)
  const code = typed ?? codeOf(title)
  const [sensitive, setSensitive] = useState(kind?.sensitive ?? false)
  const [said, setSaid] = useState<DataKind | null | undefined>(kind ? (abouts.find((each) => each === kind.about) ?? null) : undefined)
  const guess = kind ? undefined : guessAbout(title.en, title.ru)
  const about = said === undefined ? (guess ?? null) : said
  const delicate = isDelicate(about)
  const [rows, setRows] = useState(() => rowsOf(kind?.attributes ?? {}))
  const [purposes, setPurposes] = useState<readonly string[]>(kind?.purposes ?? ['service'])
  const { mutate, isPending } = useAct({
    run: () =>
      call(registerKind, {
        body: { code, title: inBoth(title), about, sensitive: sensitive || delicate, attributes: attributesSent(rows), purposes: [...purposes] },
      }),
    told: troubles.take,
    then: () => {
      notice(say(kind ? 'changed' : 'declared', { name: inBoth(title)[language] }))
      void client.invalidateQueries({ queryKey: kindsQuery.queryKey })
      onClose()
    },
  })
  const ready = code.length > 1 && isSaid(title) && (kind !== undefined || about !== null) && purposes.length > 0 && isWhole(rows)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    troubles.clear()
    mutate(undefined)
  }
  return (
    <Modal opened onClose={onClose} title={kind ? say('change_title', { name: pick(kind.title, language) ?? kind.code }) : say('add_kind')} size="lg">
      <form onSubmit={submit} className={classes.form}>
        <NameInputs title={title} error={troubles.at('title')} onChange={setTitle} autoFocus />
        {kind ? null : (
          <TextInput
            label={say('code')}
            description={say('kind_code_hint')}
            value={code}
            maxLength={64}
            error={troubles.at('code')}
            onChange={(event) => setTyped(event.currentTarget.value.toLowerCase())}
          />
        )}
        <AboutInput about={about} guessed={said === undefined && guess !== undefined} text error={troubles.at('about')} onChange={setSaid} />
        <Radio.Group
          label={say('what_it_says')}
          value={sensitive || delicate ? 'sensitive' : 'plain'}
          error={troubles.at('sensitive')}
          onChange={(next) => setSensitive(next === 'sensitive')}
        >
          <div className={classes.choices}>
            <Radio value="plain" disabled={delicate} label={say('plain')} description={say('plain_hint')} />
            <Radio value="sensitive" label={say('sensitive')} description={say('sensitive_hint')} />
          </div>
        </Radio.Group>
        <Attributes rows={rows} error={troubles.at('attributes')} onChange={setRows} />
        <KeptFor purposes={purposes} error={troubles.at('purposes')} onChange={setPurposes} />
        <div className={classes.submit}>
          {ready ? null : <span className="quiet small">{say('kind_missing')}</span>}
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={!ready}>
            {kind ? say('save_version', { version: kind.version + 1 }) : say('add_kind')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
