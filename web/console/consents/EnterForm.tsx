import { Button, FileButton, Modal, NativeSelect, SegmentedControl, Textarea } from '@mantine/core'
import { IconPaperclip, IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { roads } from '../../../src/keep/terms/shapes.ts'
import { sayForCustomer } from '../../../src/office/console/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { DayInput } from '../../ui/DayInput.tsx'
import { bytes, isoDay, plainDay } from '../../ui/formats.ts'
import { notice, trouble } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { About } from './About.tsx'
import classes from './Consents.module.css'
import { enterWords } from './enter.words.ts'
import { consentsQuery, sendProof, type Terms, termsQuery } from './queries.ts'
import { Wish } from './Wish.tsx'

type Entry = z.input<NonNullable<typeof sayForCustomer.body>>
export type Said = Entry['said'][number]
/** What it is about is known already: only how and when is asked. */
export type Fixed = { said: Said; title: string }
type EnterFormProps = { customerId: string; terms: Terms; fixed?: Fixed; onClose: () => void }

const largest = 10
const answers = ['no', 'yes', 'wish'] as const
type Answer = (typeof answers)[number]

/** A clerk enters what a customer told them. A no is two clicks; a yes needs their words or a file. */
export function EnterForm({ customerId, terms, fixed, onClose }: EnterFormProps) {
  const say = useWords(enterWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const now = useNow()
  const client = useQueryClient()
  const today = isoDay(now)
  const troubles = useTroubles(['at', 'words', 'road', 'said', 'proof_id', 'until', 'body'])
  const [answer, setAnswer] = useState<Answer>('no')
  const [said, setSaid] = useState<readonly Said[]>(fixed ? [fixed.said] : [])
  const [road, setRoad] = useState<(typeof roads)[number]>('phone')
  const [day, setDay] = useState(today)
  const [words, setWords] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const size = bytes(largest * 1_000_000, language)
  const save = useAct({
    run: async () => {
      const proof = file ? await sendProof(customerId, file) : undefined
      // Of today it is said now; of an earlier day nobody knows the hour.
      const at = day === today ? null : plainDay(day).toISOString()
      return call(sayForCustomer, { params: { customer_id: customerId }, body: { road, at, words, proof_id: proof?.id ?? null, said: [...said] } })
    },
    told: troubles.take,
    then: (next) => {
      client.setQueryData(termsQuery(customerId).queryKey, next)
      void client.invalidateQueries({ queryKey: consentsQuery(customerId).queryKey })
      void client.invalidateQueries({ queryKey: ['card', customerId] })
      notice(say('saved'))
      onClose()
    },
  })
  const take = (taken: File | null) => {
    if (taken && taken.size > largest * 1024 * 1024) trouble(say('too_large', { name: taken.name, size }))
    else setFile(taken)
  }
  const needs = fixed !== undefined || answer === 'yes'
  const ready = said.length > 0 && (!needs || words.trim() !== '' || file !== null)
  return (
    <Modal opened onClose={onClose} title={fixed?.title ?? say('title')} size="lg">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          troubles.clear()
          if (ready) save.mutate(undefined)
        }}
      >
        {fixed ? null : (
          <>
            <SegmentedControl
              fullWidth
              aria-label={say('answer')}
              value={answer}
              data={answers.map((value) => ({ value, label: say(`answer_${value}`) }))}
              onChange={(value) => {
                setAnswer(answers.find((one) => one === value) ?? 'no')
                setSaid([])
              }}
            />
            {answer === 'wish' ? (
              <Wish error={troubles.at('until')} onSaid={setSaid} />
            ) : (
              <About key={answer} terms={terms} yes={answer === 'yes'} onSaid={setSaid} />
            )}
          </>
        )}
        <div className={classes.pair}>
          <NativeSelect
            label={say('road')}
            value={road}
            error={troubles.at('road')}
            data={roads.map((value) => ({ value, label: say(`road_${value}`) }))}
            onChange={(event) => setRoad(roads.find((one) => one === event.currentTarget.value) ?? 'phone')}
          />
          <DayInput label={say('day')} value={day} min="2000-01-01" max={today} error={troubles.at('at')} onChange={setDay} />
        </div>
        <Textarea
          label={say(needs ? 'words' : 'words_optional')}
          description={say('words_hint')}
          autosize
          minRows={2}
          maxLength={2000}
          value={words}
          error={troubles.at('words')}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <div className={classes.file}>
          {file ? (
            <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconX size={13} />} onClick={() => setFile(null)}>
              {say('file_drop', { name: file.name })}
            </Button>
          ) : (
            <FileButton onChange={take}>
              {(props) => (
                <Button {...props} size="xs" variant="default" leftSection={<IconPaperclip size={15} stroke={1.6} />}>
                  {say('file')}
                </Button>
              )}
            </FileButton>
          )}
          <span className="faint small">{say('file_hint', { size })}</span>
        </div>
        <p className="quiet small">{said.length === 0 ? say('choose') : say(needs ? 'yes_hint' : 'no_hint')}</p>
        <div className={classes.file}>
          <Button type="submit" loading={save.isPending} disabled={!ready}>
            {say('save')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
