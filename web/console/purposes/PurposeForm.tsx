import { Button, Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { registerPurpose } from '../../../src/keep/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { lower, pick, useLanguage, useWords } from '../../ui/words.ts'
import { Asking, Going } from './AskingParts.tsx'
import { Changes } from './Changes.tsx'
import { bodyOf, changedParts, draftOf, missingParts, places } from './draft.ts'
import { Checking, Naming, Opening, Reaching } from './PurposeParts.tsx'
import classes from './Purposes.module.css'
import { purposeFormWords } from './purposeForm.words.ts'
import { type Purpose, purposesQuery } from './queries.ts'

/** Registers a purpose; or a new version of one, after showing what changes. */
export function PurposeForm({ purpose, onClose }: { purpose?: Purpose | undefined; onClose: () => void }) {
  const say = useWords(purposeFormWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const client = useQueryClient()
  const narrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const before = draftOf(purpose)
  const [draft, setDraft] = useState(before)
  const [looking, setLooking] = useState(false)
  const troubles = useTroubles(places)
  const body = bodyOf(draft)
  const { mutate, isPending } = useAct({
    run: (wanted: NonNullable<typeof body>) => call(registerPurpose, { body: wanted }),
    told: (error) => {
      setLooking(false)
      return troubles.take(error)
    },
    then: (made) => {
      notice(say(purpose ? 'changed' : 'registered', { name: pick(made.title, language) ?? made.code, version: made.version }))
      void client.invalidateQueries({ queryKey: purposesQuery.queryKey })
      onClose()
    },
  })
  const changes = changedParts(before, draft)
  const same = purpose !== undefined && !purpose.retired && changes.length === 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!body || same) return
    troubles.clear()
    if (purpose && !looking) setLooking(true)
    else mutate(body)
  }
  const name = purpose ? (pick(purpose.title, language) ?? purpose.code) : ''
  const part = { draft, set: (more: Partial<typeof draft>) => setDraft({ ...draft, ...more }), at: troubles.at }
  return (
    <Modal opened onClose={onClose} title={purpose ? say('change_title', { name }) : say('add')} size="xl" fullScreen={narrow}>
      <form onSubmit={submit} className={classes.form}>
        {looking ? (
          <Changes before={before} after={draft} parts={changes} version={(purpose?.version ?? 0) + 1} />
        ) : (
          <>
            <Naming {...part} fresh={purpose === undefined} />
            <Reaching {...part} />
            {draft.basis === 'consent' ? <Asking {...part} /> : null}
            <Opening {...part} />
            <Going {...part} />
            <Checking {...part} />
          </>
        )}
        <div className={classes.submit}>
          {looking || body ? null : (
            <span className="quiet small">
              {say('missing', {
                parts: missingParts(draft)
                  .map((part) => lower(say(part)))
                  .join(', '),
              })}
            </span>
          )}
          {same ? <span className="quiet small">{say('same')}</span> : null}
          <Button type="button" variant="subtle" color="gray" onClick={looking ? () => setLooking(false) : onClose}>
            {sayUi(looking ? 'back' : 'cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={!body || same}>
            {say(purpose ? (looking ? 'save_version' : 'look') : 'add', { version: (purpose?.version ?? 0) + 1 })}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
