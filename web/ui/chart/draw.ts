import { BarChart, LineChart, SankeyChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent, TooltipComponent } from 'echarts/components'
import { type EChartsType, init, use } from 'echarts/core'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'
import type { Language } from '../words.ts'
import { coloursOf, onPaper } from './colours.ts'
import { flowOption, plotOption } from './options.ts'
import type { Flow, Plot } from './shapes.ts'

// The only file that knows the library, in a chunk of its own.

use([BarChart, LineChart, SankeyChart, GridComponent, LegendComponent, TitleComponent, TooltipComponent, CanvasRenderer, SVGRenderer])

export type Scheme = 'light' | 'dark'
export type Drawing = { of: 'plot'; plot: Plot } | { of: 'flow'; flow: Flow }
export type How = { scheme: Scheme; language: Language; width: number }

const optionOf = (drawing: Drawing, how: How, paper: { title: string } | null) => {
  const given = { ...how, colours: paper ? onPaper : coloursOf(how.scheme), paper }
  return drawing.of === 'plot' ? plotOption(drawing.plot, given) : flowOption(drawing.flow, given)
}

/** Draws into an element. Gives how to draw anew, and how to end. */
export function drawInto(element: HTMLElement): { draw(drawing: Drawing, how: How): void; end(): void } {
  const chart: EChartsType = init(element, null, { renderer: 'canvas' })
  return {
    draw: (drawing, how) => {
      chart.resize()
      chart.setOption(optionOf(drawing, how, null), { notMerge: true })
    },
    end: () => chart.dispose(),
  }
}

const paper = { width: 1200, height: 640 }

/** The chart as a picture of its own, with its title and legend, light as paper is. */
export function asSvg(drawing: Drawing, how: How, title: string): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...paper })
  chart.setOption(optionOf(drawing, { ...how, width: paper.width }, { title }))
  const text = chart.renderToSVGString()
  chart.dispose()
  return text
}

export async function asPng(drawing: Drawing, how: How, title: string): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  const chart = init(canvas, null, { renderer: 'canvas', devicePixelRatio: 2, ...paper })
  chart.setOption(optionOf(drawing, { ...how, width: paper.width }, { title }))
  const drawn = chart.renderToCanvas({ pixelRatio: 2 })
  const blob = await new Promise<Blob | null>((resolve) => drawn.toBlob(resolve, 'image/png'))
  chart.dispose()
  return blob
}
