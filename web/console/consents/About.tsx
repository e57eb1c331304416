import { Checkbox, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { channelWords } from '../../ui/channel.words.ts'
import { dayOf } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Consents.module.css'
import type { Said } from './EnterForm.tsx'
import { enterWords } from './enter.words.ts'
import type { Term, Terms } from './queries.ts'

type AboutProps = { terms: Terms; yes: boolean; onSaid: (said: readonly Said[]) => void }

/** What a yes or a no is about: channels of purposes, topics, or everything at once. */
export function About({ terms, yes, onSaid }: AboutProps) {
  const say = useWords(enterWords)
  const language = useLanguage()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [all, setAll] = useState(false)
  const [signed, setSigned] = useState<Signed>({})
  const told = (next: readonly string[], everything: boolean, of: Signed = signed) => {
    setChosen(next)
    setAll(everything)
    setSigned(of)
    onSaid(everything ? [{ stop: !yes }] : next.map((one) => saidOf(one, yes, of)))
  }
  const shown = terms.purposes.map((purpose) => ({
    ...purpose,
    // What is allowed without a consent needs no yes; a consent is renewed by one.
    items: terms.items.filter((i) => i.purpose === purpose.code && i.topic === null && i.changeable && !(yes && i.allowed && purpose.notice === null)),
  }))
  const asked = shown.filter((purpose) => purpose.notice !== null)
  const others = shown.filter((purpose) => purpose.notice === null && purpose.items.length > 0)
  const topics = terms.topics.filter((topic) => topic.wanted !== yes)
  return (
    <>
      {yes ? null : <Checkbox label={say('everything')} checked={all} onChange={(event) => told([], event.currentTarget.checked)} />}
      {all ? null : (
        <Checkbox.Group value={[...chosen]} onChange={(next) => told(next, false)}>
          <div className={classes.group}>
            {asked.map((purpose) => (
              <div key={purpose.code}>
                <Channels purpose={purpose} />
                {yes && chosen.some((one) => one.startsWith(`${purpose.code} `)) ? (
                  <Read
                    notice={purpose.notice}
                    version={signed[purpose.code]}
                    onRead={(version) => told(chosen, false, { ...signed, [purpose.code]: version })}
                  />
                ) : null}
              </div>
            ))}
            {topics.length > 0 ? (
              <fieldset>
                <legend>{say('topics')}</legend>
                <div className={classes.chips}>
                  {topics.map(({ topic, title }) => (
                    <Checkbox key={topic} label={pick(title, language) ?? topic} value={`topic: ${topic}`} />
                  ))}
                </div>
              </fieldset>
            ) : null}
            {others.length > 0 ? (
              <details className={classes.others}>
                <summary>{say('others')}</summary>
                {others.map((purpose) => (
                  <Channels key={purpose.code} purpose={purpose} />
                ))}
              </details>
            ) : null}
          </div>
        </Checkbox.Group>
      )}
    </>
  )
}

type Shown = Terms['purposes'][number] & { items: readonly Term[] }

function Channels({ purpose }: { purpose: Shown }) {
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  return (
    <fieldset>
      <legend>{pick(purpose.title, language) ?? purpose.code}</legend>
      <div className={classes.chips}>
        {purpose.items.map((item) => (
          <Checkbox key={item.channel} label={channel(item.channel)} value={`${purpose.code} ${item.channel}`} />
        ))}
      </div>
    </fieldset>
  )
}

/** Which version of the text they read, by purpose; undefined: the one of that day. */
type Signed = { readonly [purpose: string]: number | undefined }

type ReadProps = { notice: Shown['notice']; version: number | undefined; onRead: (version: number | undefined) => void }

/** Asked where there is more than one. */
function Read({ notice, version, onRead }: ReadProps) {
  const say = useWords(enterWords)
  const language = useLanguage()
  const now = useNow()
  if (!notice || notice.versions.length < 2) return null
  return (
    <NativeSelect
      label={say('read')}
      description={say('read_hint')}
      value={version ?? ''}
      data={[
        { value: '', label: say('read_then') },
        ...notice.versions.map((one) => ({
          value: String(one.version),
          label: say(one.valid ? 'read_version' : 'read_invalid', { version: one.version, day: dayOf(new Date(one.since), now, language) }),
          disabled: !one.valid,
        })),
      ]}
      onChange={(event) => onRead(event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value))}
    />
  )
}

function saidOf(chosen: string, yes: boolean, signed: Signed): Said {
  const [purpose = '', what = ''] = chosen.split(' ')
  if (purpose === 'topic:') return { topic: { topic: what, wanted: yes } }
  const version = yes ? signed[purpose] : undefined
  return { term: { purpose, channel: what, topic: null, allowed: yes, ...(version === undefined ? {} : { notice: { version } }) } }
}
