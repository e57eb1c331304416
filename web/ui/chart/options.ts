import type { EChartsCoreOption } from 'echarts/core'
import type { Colours } from './colours.ts'
import type { How } from './draw.ts'
import { escaped } from './escaped.ts'
import { type Flow, mostSeries, type Plot, told, toldShort } from './shapes.ts'

// How the house draws: thin lines, quiet axes, nothing that moves.

type Given = How & { colours: Colours /** For a file: its title; null on the screen, where title and legend stand beside. */; paper: { title: string } | null }

const font = "'Inter Variable', system-ui, sans-serif"
const narrow = 560
const marks = ['circle', 'rect', 'triangle', 'diamond']
const dashes = ['solid', 'solid', 'solid', 'solid', 'dashed', 'dashed', 'dashed', 'dashed'] as const

function common({ colours, paper }: Given): EChartsCoreOption {
  return {
    animation: false,
    color: [...colours.series],
    backgroundColor: paper ? colours.ground : 'transparent',
    textStyle: { fontFamily: font, color: colours.quiet, fontSize: 12 },
    ...(paper
      ? {
          title: { text: paper.title, left: 24, top: 18, textStyle: { color: colours.ink, fontSize: 18, fontWeight: 600, fontFamily: font } },
          legend: { show: true, bottom: 14, left: 24, icon: 'circle', textStyle: { color: colours.quiet, fontFamily: font } },
        }
      : {}),
  }
}

const bubble = ({ colours }: Given) => ({
  confine: true,
  backgroundColor: colours.ground,
  borderColor: colours.line,
  textStyle: { color: colours.ink, fontFamily: font, fontSize: 12 },
  extraCssText: 'box-shadow: 0 2px 10px rgb(0 0 0 / 0.18); border-radius: 8px;',
})

/** Over time: from left to right; of things: from the top down, where there is room for their names. */
export function plotOption(plot: Plot, given: Given): EChartsCoreOption {
  const { colours, language, width, paper } = given
  const { along, unit, look } = plot
  const series = plot.series.slice(0, mostSeries)
  const across = look === 'bars' && !along.isTime
  const names = {
    type: 'category',
    data: [...along.names],
    boundaryGap: look === 'bars',
    inverse: across,
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    axisLabel: { color: colours.quiet, hideOverlap: true, ...(across ? { width: width < narrow ? 96 : 180, overflow: 'truncate', interval: 0 } : {}) },
  }
  const values = {
    type: 'value',
    minInterval: unit.of === 'count' ? 1 : 0,
    splitNumber: across && width < narrow ? 3 : 4,
    axisLabel: { color: colours.quiet, hideOverlap: true, formatter: (value: number) => toldShort(value, unit, language) },
    splitLine: { lineStyle: { color: colours.line } },
  }
  return {
    ...common(given),
    grid: {
      left: paper ? 24 : 4,
      right: paper ? 32 : 16,
      top: paper ? 72 : 12,
      bottom: paper ? 56 : 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: {
      ...bubble(given),
      trigger: 'axis',
      axisPointer: { type: look === 'bars' ? 'shadow' : 'line', lineStyle: { color: colours.quiet }, shadowStyle: { color: colours.line, opacity: 0.5 } },
      formatter: (points: unknown) => said(points, plot, given),
    },
    xAxis: across ? values : names,
    yAxis: across ? names : values,
    series: series.map(({ name, values: all }, i) => ({
      name,
      type: look === 'bars' ? 'bar' : 'line',
      data: all.map((value) => value ?? '-'),
      ...(look === 'bars'
        ? { barMaxWidth: series.length > 1 ? 14 : 28, barGap: '10%', itemStyle: { borderRadius: across ? [0, 3, 3, 0] : [3, 3, 0, 0] } }
        : { symbol: marks[i % 4], symbolSize: 6, showSymbol: all.length <= 40, connectNulls: false, lineStyle: { width: 2, type: dashes[i] } }),
    })),
  }
}

/** The words of the bubble, as HTML of which no part but ours is markup. */
function said(points: unknown, { along, series, unit }: Plot, { language, colours }: Given): string {
  const [first] = Array.isArray(points) ? points : []
  const at = typeof first === 'object' && first !== null && 'dataIndex' in first && typeof first.dataIndex === 'number' ? first.dataIndex : 0
  const rows = series.slice(0, mostSeries).flatMap(({ name, values }, i) => {
    const value = values[at]
    if (value === null || value === undefined) return []
    const dot = `<span style="display:inline-block;width:8px;height:8px;border-radius:8px;margin-right:6px;background:${colours.series[i]}"></span>`
    return [
      `<div style="display:flex;gap:16px;justify-content:space-between"><span>${dot}${escaped(name)}</span><b>${escaped(told(value, unit, language))}</b></div>`,
    ]
  })
  return `<div style="margin-bottom:4px">${escaped(along.names[at] ?? '')}</div>${rows.join('') || '—'}`
}

/** Who went from where to where. */
export function flowOption(flow: Flow, given: Given): EChartsCoreOption {
  const { colours, language, width } = given
  const count = (value: unknown) => (typeof value === 'number' ? told(value, { of: 'count' }, language) : '')
  const names = new Map(flow.nodes.map(({ id, name }) => [id, name]))
  return {
    ...common(given),
    tooltip: {
      ...bubble(given),
      trigger: 'item',
      formatter: (point: { data?: { source?: string; target?: string; value?: number }; name?: string; value?: unknown }) => {
        const { source, target, value } = point.data ?? {}
        const text = source && target ? `${names.get(source)} → ${names.get(target)}: ${count(value)}` : `${names.get(point.name ?? '')}: ${count(point.value)}`
        return escaped(text)
      },
    },
    series: [
      {
        type: 'sankey',
        left: given.paper ? 24 : 2,
        right: width < narrow ? 92 : 140,
        top: given.paper ? 72 : 8,
        bottom: given.paper ? 48 : 8,
        nodeWidth: 14,
        nodeGap: 14,
        draggable: false,
        layoutIterations: 0,
        data: flow.nodes.map(({ id, tone }) => ({ name: id, itemStyle: { color: colours.series[tone] ?? colours.quiet, borderWidth: 0 } })),
        links: flow.links.map(({ from, to, value }) => ({ source: from, target: to, value })),
        lineStyle: { color: 'source', opacity: 0.28, curveness: 0.5 },
        label: { color: colours.ink, fontFamily: font, fontSize: width < narrow ? 11 : 12, formatter: ({ name }: { name: string }) => names.get(name) ?? '' },
        emphasis: { focus: 'adjacency' },
      },
    ],
  }
}
