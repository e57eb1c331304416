import { ActionIcon, Button, Drawer, SegmentedControl, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconBell, IconSettings } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { NoticeView } from '../../../src/office/notices/contract.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, dayOf, exactly, isoDay, plainDay, timeOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { Name } from '../../ui/Person.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useRoleName } from '../shell/roles.ts'
import classes from './NoticeList.module.css'
import { noticeWords } from './notices.words.ts'
import { pictures, placeOf, wordOf } from './places.ts'
import { noticesQuery, useMark } from './queries.ts'

/** What I was told, by days; a click goes there and marks it as read. */
export default function NoticeList({ onClose }: { onClose: () => void }) {
  const say = useWords(noticeWords)
  const [unread, setUnread] = useState(false)
  const pages = useInfiniteQuery(noticesQuery(unread))
  const mark = useMark()
  const items = pages.data?.pages.flatMap((page) => page.items)
  const days = Map.groupBy(items ?? [], ({ at }) => isoDay(new Date(at)))
  return (
    <Drawer opened onClose={onClose} position="right" size={420} title={say('title')} overlayProps={{ backgroundOpacity: 0.25 }}>
      <div className={classes.tools}>
        <SegmentedControl
          aria-label={say('title')}
          value={unread ? 'unread' : 'all'}
          onChange={(value) => setUnread(value === 'unread')}
          data={[
            { value: 'all', label: say('all') },
            { value: 'unread', label: say('unread') },
          ]}
        />
        <Button className={classes.push} size="compact-sm" variant="subtle" loading={mark.isPending} onClick={() => mark.mutate({ ids: 'all', read: true })}>
          {say('read_all')}
        </Button>
        <Tooltip label={say('settings')}>
          <ActionIcon component={Link} to="/settings/notices" onClick={onClose} aria-label={say('settings')}>
            <IconSettings size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </div>
      {pages.isPending ? <Lines count={5} /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={pages.refetch} /> : null}
      {items?.length === 0 ? <Empty small icon={IconBell} title={say(unread ? 'none_unread' : 'none')} text={unread ? undefined : say('none_text')} /> : null}
      {[...days].map(([day, told]) => (
        <section key={day}>
          <Day day={day} />
          <ul className={classes.list}>
            {told.map((one) => (
              <Row key={one.id} one={one} onClose={onClose} />
            ))}
          </ul>
        </section>
      ))}
      <More of={pages} />
    </Drawer>
  )
}

function Day({ day }: { day: string }) {
  const say = useWords(noticeWords)
  const language = useLanguage()
  const now = useNow()
  const yesterday = new Date(plainDay(isoDay(now)).getTime() - 86_400_000)
  const said = day === isoDay(now) ? say('today') : day === isoDay(yesterday) ? say('yesterday') : dayOf(plainDay(day), now, language)
  return <h3 className={classes.day}>{said}</h3>
}

function Row({ one, onClose }: { one: NoticeView; onClose: () => void }) {
  const say = useWords(noticeWords)
  const language = useLanguage()
  const navigate = useNavigate()
  const { mutate: mark } = useMark()
  const roleName = useRoleName()
  const Picture = pictures[one.kind]
  const place = placeOf(one)
  const at = new Date(one.at)
  const go = () => {
    if (!one.read) mark({ ids: [one.id], read: true })
    if (!place) return
    onClose()
    void navigate(place)
  }
  const { rows, rejected } = one.facts
  const figures =
    one.kind === 'import_done' && typeof rows === 'number' && typeof rejected === 'number'
      ? say('import_rows', { rows: count(rows, language), rejected: count(rejected, language) })
      : null
  const role = typeof one.facts['role'] === 'string' ? roleName(one.facts['role']) : ''
  const toggle = say(one.read ? 'mark_unread' : 'mark_read')
  return (
    <li className={classes.row} data-unread={!one.read || undefined}>
      <Picture size={17} stroke={1.6} className={classes.picture} aria-hidden="true" />
      <UnstyledButton className={classes.body} onClick={go}>
        <span className={classes.said}>{say(wordOf(one), { by: one.by?.name ?? say('somebody'), role })}</span>
        {figures ? <span className="quiet small num"> · {figures}</span> : null}
        {one.about ? (
          <>
            <br />
            <Name who={one.about} />
          </>
        ) : null}
        <br />
        <time className={classes.when} dateTime={one.at} title={exactly(at, language)}>
          {timeOf(at, language)}
        </time>
        {one.read ? null : <VisuallyHidden> {say('is_unread')}</VisuallyHidden>}
      </UnstyledButton>
      <Tooltip label={toggle}>
        <ActionIcon size="sm" onClick={() => mark({ ids: [one.id], read: !one.read })} aria-label={toggle}>
          <span className={classes.dot} />
        </ActionIcon>
      </Tooltip>
    </li>
  )
}
