import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import { type ReactNode, useContext } from 'react'
import { NothingNow } from './nothingNow.ts'

type MayButtonProps = ButtonProps & { may: boolean; why: string; onClick: () => void; children: ReactNode; 'aria-label'?: string }

/** A button for those who may. For the others it stands there all the same, and says why it does nothing. */
export function MayButton({ may, why, onClick, ...button }: MayButtonProps) {
  const nothing = useContext(NothingNow)
  const does = may && nothing === null
  const inner = <Button {...button} data-disabled={does ? undefined : true} aria-disabled={does ? undefined : true} onClick={does ? onClick : undefined} />
  if (does) return inner
  return (
    <Tooltip label={nothing ?? why} events={{ hover: true, focus: true, touch: true }}>
      {inner}
    </Tooltip>
  )
}
