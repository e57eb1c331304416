import { Button, Menu, Modal } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { changeTrait, removeTrait } from '../../../src/office/audiences/traits/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { TitleInputs } from '../../ui/TitleInputs.tsx'
import { inBoth, isSaid, titlesOf } from '../../ui/titles.ts'
import { useAct } from '../../ui/useAct.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import audiences from '../audiences/Audiences.module.css'
import { type OneTrait, traitsQuery } from './queries.ts'
import { traitsWords } from './traits.words.ts'

/** Renaming and deleting a trait. */
export function Deeds({ of }: { of: OneTrait }) {
  const say = useWords(traitsWords)
  const language = useLanguage()
  const [open, setOpen] = useState<'rename' | 'remove'>()
  const close = () => setOpen(undefined)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" aria-label={say('more_of', { title: pick(of.title, language) ?? of.trait })} px={10}>
            <IconDots size={16} stroke={1.8} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen('rename')}>{say('rename')}</Menu.Item>
          <Menu.Item onClick={() => setOpen('remove')}>{say('remove')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'rename' ? <Rename of={of} onClose={close} /> : null}
      {open === 'remove' ? <Remove of={of} onClose={close} /> : null}
    </>
  )
}

/** Audiences whose rules ask it. */
export function UsedBy({ of }: { of: OneTrait }) {
  if (of.used_by.length === 0) return null
  return (
    <ul className={audiences.words} data-own-words>
      {of.used_by.map(({ id, title }) => (
        <li key={id}>
          <Link to="/audiences/$audienceId" params={{ audienceId: id }}>
            {title}
          </Link>
        </li>
      ))}
    </ul>
  )
}

type OneProps = { of: OneTrait; onClose: () => void }

function Rename({ of, onClose }: OneProps) {
  const say = useWords(traitsWords)
  const language = useLanguage()
  const client = useQueryClient()
  const [title, setTitle] = useState(titlesOf(of.title))
  const { mutate, isPending } = useAct({
    run: () => call(changeTrait, { params: { trait: of.trait }, body: { title: inBoth(title) } }),
    then: async (changed) => {
      await client.invalidateQueries({ queryKey: traitsQuery.queryKey })
      notice(say('renamed', { title: pick(changed.title, language) ?? changed.trait }))
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isSaid(title)) mutate(undefined)
  }
  return (
    <Modal opened onClose={onClose} title={say('rename')}>
      <form className={audiences.asked} onSubmit={submit}>
        <TitleInputs title={title} labels={{ en: say('name_en'), ru: say('name_ru') }} most={200} onChange={setTitle} autoFocus />
        <div className={audiences.deeds}>
          <Button variant="default" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={!isSaid(title)}>
            {say('save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Remove({ of, onClose }: OneProps) {
  const say = useWords(traitsWords)
  const language = useLanguage()
  const client = useQueryClient()
  const navigate = useNavigate()
  const isUsed = of.used_by.length > 0
  const title = pick(of.title, language) ?? of.trait
  const { mutate, isPending } = useAct({
    run: () => call(removeTrait, { params: { trait: of.trait } }),
    then: async () => {
      notice(say('removed', { title }))
      await navigate({ to: '/traits' })
      await client.invalidateQueries({ queryKey: traitsQuery.queryKey })
    },
  })
  return (
    <Modal opened onClose={onClose} title={say('remove_title', { title })}>
      <div className={audiences.asked}>
        <p>{say(isUsed ? 'remove_not' : 'remove_text')}</p>
        <UsedBy of={of} />
        <div className={audiences.deeds}>
          <Button variant="default" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button color="red" loading={isPending} disabled={isUsed} onClick={() => mutate(undefined)}>
            {say('remove_yes')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
