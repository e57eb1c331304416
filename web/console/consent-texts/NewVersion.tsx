import { Button, Modal, Radio, Textarea } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { saveConsentText } from '../../../src/keep/terms/contract.ts'
import { ApiProblem, call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { type Titles, titlesOf } from '../../ui/titles.ts'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useWords } from '../../ui/words.ts'
import classes from './ConsentTexts.module.css'
import { consentTextsWords } from './consentTexts.words.ts'
import { type ConsentText, consentTextsQuery } from './queries.ts'

const least = 20

/** Another version of a text; whether it asks for more is asked, for then whoever agreed to the earlier one is asked anew. */
export function NewVersion({ text, title, onClose }: { text: ConsentText; title: string; onClose: () => void }) {
  const say = useWords(consentTextsWords)
  const sayUi = useWords(ui)
  const client = useQueryClient()
  const narrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const [texts, setTexts] = useState<Titles>(titlesOf(text.texts))
  const [more, setMore] = useState<'' | 'more' | 'same'>('')
  const troubles = useTroubles(['texts.en', 'texts.ru', 'texts', 'upon'])
  const save = useAct({
    run: () => call(saveConsentText, { params: { notice: text.notice }, body: { texts, upon: text.version, asks_more: more === 'more' } }),
    told: (error) => {
      if (error instanceof ApiProblem && error.status === 412) void client.invalidateQueries({ queryKey: consentTextsQuery.queryKey })
      return troubles.take(error)
    },
    then: (made) => {
      notice(say('saved', { version: made.version }))
      void client.invalidateQueries({ queryKey: consentTextsQuery.queryKey })
      onClose()
    },
  })
  const changed = texts.en.trim() !== (text.texts['en'] ?? '').trim() || texts.ru.trim() !== (text.texts['ru'] ?? '').trim()
  const ready = changed && texts.en.trim().length >= least && texts.ru.trim().length >= least && more !== ''
  return (
    <Modal opened onClose={onClose} title={say('write_title', { title })} size="lg" fullScreen={narrow}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          troubles.clear()
          if (ready) save.mutate(undefined)
        }}
      >
        <p className="quiet">{say('write_lead', { version: text.version + 1 })}</p>
        {(['en', 'ru'] as const).map((code) => (
          <Textarea
            key={code}
            label={say(`text_${code}`)}
            value={texts[code]}
            lang={code}
            autosize
            minRows={4}
            maxLength={4000}
            error={troubles.at(`texts.${code}`)}
            onChange={(event) => setTexts({ ...texts, [code]: event.currentTarget.value })}
          />
        ))}
        <Radio.Group
          label={say('asks')}
          value={more}
          error={troubles.at('upon')}
          onChange={(next) => setMore(next === 'more' ? 'more' : next === 'same' ? 'same' : '')}
        >
          <div className={classes.radios}>
            <Radio value="same" label={say('asks_same')} description={say('asks_same_hint')} />
            <Radio value="more" label={say('asks_more')} description={say('asks_more_hint')} />
          </div>
        </Radio.Group>
        <div className={classes.submit}>
          {changed ? null : <span className="quiet small">{say('unchanged')}</span>}
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!ready}>
            {say('save', { version: text.version + 1 })}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
