import { Tooltip, type TooltipProps } from '@mantine/core'

/** What a Tip shows, at an element that stands elsewhere. */
export default function TipBubble({ target, label, position }: { target: HTMLElement; label: string; position: NonNullable<TooltipProps['position']> }) {
  return <Tooltip target={target} label={label} position={position} opened />
}
