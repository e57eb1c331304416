import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import { openMembers } from '../../../../src/office/audiences/contract.ts'
import { call } from '../../../ui/api.ts'
import { ErrorBox } from '../../../ui/ErrorBox.tsx'
import { dayOf } from '../../../ui/formats.ts'
import { useNow } from '../../../ui/now.ts'
import { Face, Name } from '../../../ui/Person.tsx'
import { reasonWords } from '../../../ui/reason.words.ts'
import { useCodeWords, useLanguage, useWords } from '../../../ui/words.ts'
import classes from '../Audiences.module.css'
import { usePurposeTitle } from './Living.tsx'
import type { SavedAudience } from './queries.ts'
import { savedWords } from './saved.words.ts'

type Page = z.output<typeof openMembers.output>

/** Who is in it, twenty at a time; opened only when asked, for each of them finds it in their journal. */
export function Members({ of, purpose }: { of: SavedAudience; purpose: string }) {
  const say = useWords(savedWords)
  const language = useLanguage()
  const now = useNow()
  const reason = useCodeWords(reasonWords)
  const title = usePurposeTitle()
  const use = of.live?.purpose ?? purpose
  const [pages, setPages] = useState<Page[]>([])
  const last = pages.at(-1)
  const { mutate, error, isPending } = useMutation({
    mutationFn: (cursor: string | null) => call(openMembers, { params: { audience_id: of.id }, body: { purpose: use, ...(cursor ? { cursor } : {}) } }),
    onSuccess: (page) => setPages((before) => [...before, page]),
  })
  const people = pages.flatMap(({ items }) => items)
  return (
    <section className={classes.wide} aria-label={say('members')}>
      <h2>{say('members')}</h2>
      <p className="quiet small">{say('members_text', { purpose: title(use) })}</p>
      {last && people.length === 0 && last.next_cursor === null ? <p className="quiet small">{say('members_none')}</p> : null}
      {people.length > 0 ? (
        <ul className={classes.everybody}>
          {people.map((who) => (
            <li key={who.id}>
              <Link to="/customers/$customerId" params={{ customerId: who.id }} preload={false} className={classes.person}>
                <Face who={who} size={24} />
                <Name who={who} />
              </Link>
              {who.hidden ? <span className="quiet small">{reason(who.hidden)}</span> : null}
              {who.since ? <span className="faint small">{say('members_since', { day: dayOf(new Date(who.since), now, language) })}</span> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {error ? <ErrorBox error={error} /> : null}
      {!last || last.next_cursor !== null ? (
        <Button
          className={classes.alone}
          size="xs"
          variant="default"
          leftSection={<IconEye size={15} stroke={1.7} />}
          loading={isPending}
          onClick={() => mutate(last?.next_cursor ?? null)}
        >
          {say(last ? 'members_more' : 'members_open')}
        </Button>
      ) : null}
    </section>
  )
}
