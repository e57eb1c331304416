import { Popover, UnstyledButton } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './Locked.module.css'
import { ui } from './ui.words.ts'
import { useWords } from './words.ts'

/** Something that is there and not shown: says that it is, and why on a click. */
export function Locked({ what, why }: { what: ReactNode; why: ReactNode }) {
  const say = useWords(ui)
  return (
    <div className={classes.locked}>
      <IconLock size={14} stroke={1.7} aria-hidden="true" />
      <span className={classes.what}>{what}</span>
      <Popover width={280} position="bottom-start" withArrow={false}>
        <Popover.Target>
          <UnstyledButton className={classes.why}>{say('why')}</UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown className={classes.because}>{why}</Popover.Dropdown>
      </Popover>
    </div>
  )
}
