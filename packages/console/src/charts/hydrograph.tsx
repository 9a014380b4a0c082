import 'uplot/dist/uPlot.min.css'
import type { ReactElement } from 'react'
import { useEffect } from 'react'
import uPlot from 'uplot'
import { onThemeChange } from '../app/theme.ts'
import { clockTime, dayMonth, hourMinute } from '../words/times.ts'
import { grouped, rounded } from '../words/numbers.ts'
import type { EventMark, HydrographProps } from './hydrograph-marks.ts'
import { useWidth } from './use-width.ts'

const height = 92

/** Calls per second over time, with what happened as marks from above. */
export function Hydrograph({ buckets, bucketMs, marks, label }: HydrographProps): ReactElement {
  const [ref, width] = useWidth<HTMLDivElement>()
  useEffect(() => {
    const place = ref.current
    if (place === null || width === 0) return undefined
    const seconds = bucketMs / 1_000
    const data: uPlot.AlignedData = [
      buckets.map(({ start_ms: start }) => start / 1_000),
      buckets.map(({ calls }) => calls / seconds),
      buckets.map(({ failures }) => failures / seconds),
    ]
    let plot = draw(place, width, data, marks)
    const stop = onThemeChange(() => {
      plot.destroy()
      plot = draw(place, width, data, marks)
    })
    return () => {
      stop()
      plot.destroy()
    }
  }, [ref, width, buckets, bucketMs, marks])
  return <div ref={ref} className="hydrograph" role="img" aria-label={label} style={{ height }} />
}

function draw(
  place: HTMLElement,
  width: number,
  data: uPlot.AlignedData,
  marks: readonly EventMark[],
): uPlot {
  const colour = reader(place)
  const times = data[0]
  const spanMs = ((times.at(-1) ?? 0) - (times[0] ?? 0)) * 1_000
  return new uPlot(
    {
      width,
      height,
      padding: [16, 0, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: { x: { time: true }, y: { range: (_, __, most) => [0, Math.max(most * 1.12, 0.1)] } },
      axes: [
        {
          stroke: colour('--ink-3'),
          grid: { show: false },
          ticks: { show: false },
          size: 18,
          gap: 2,
          font: `11px ${colour('--font')}`,
          space: 110,
          values: (_, ticks) => ticks.map((tick) => axisWord(tick * 1_000, spanMs)),
        },
        { show: false },
      ],
      series: [
        {},
        {
          stroke: colour('--flow-5'),
          width: 1.4,
          fill: colour('--flow-1'),
          points: { show: false },
        },
        { stroke: colour('--medium'), width: 1, points: { show: false } },
      ],
      hooks: {
        draw: [(plot) => drawMarks(plot, marks, colour)],
        setCursor: [(plot) => say(plot, data)],
      },
    },
    data,
    place,
  )
}

const dayMs = 86_400_000

/** Seconds where a minute is the whole picture, days where hours repeat. */
function axisWord(ms: number, spanMs: number): string {
  if (spanMs > 1.5 * dayMs) return dayMonth(ms)
  return spanMs < 600_000 ? clockTime(ms) : hourMinute(ms)
}

function reader(place: HTMLElement): (name: string) => string {
  const styles = getComputedStyle(place)
  return (name) => styles.getPropertyValue(name).trim()
}

/** A triangle from above, its line, and its words on the side that has room. */
function drawMarks(
  plot: uPlot,
  marks: readonly EventMark[],
  colour: (name: string) => string,
): void {
  const { ctx, bbox } = plot
  const ratio = devicePixelRatio
  ctx.save()
  ctx.font = `${12 * ratio}px ${colour('--font')}`
  ctx.textBaseline = 'top'
  let free = bbox.left
  for (const { atMs, text, isCritical } of marks) {
    const x = plot.valToPos(atMs / 1_000, 'x', true)
    if (x < bbox.left || x > bbox.left + bbox.width) continue
    ctx.fillStyle = colour(isCritical ? '--critical' : '--water')
    ctx.fillRect(x - 0.6 * ratio, 4 * ratio, 1.2 * ratio, bbox.top + bbox.height - 4 * ratio)
    ctx.beginPath()
    ctx.moveTo(x - 4 * ratio, 2 * ratio)
    ctx.lineTo(x + 4 * ratio, 2 * ratio)
    ctx.lineTo(x, 8 * ratio)
    ctx.fill()
    const words = ctx.measureText(text).width
    const fitsLeft = x - 8 * ratio - words > free
    const fitsRight = x + 8 * ratio + words < bbox.left + bbox.width
    if (!fitsLeft && !fitsRight) continue
    const begin = fitsLeft ? x - 8 * ratio - words : x + 8 * ratio
    ctx.fillText(text, begin, 1 * ratio)
    free = begin + words + 12 * ratio
  }
  ctx.restore()
}

/** The reading under the pointer, as the chart's own title. */
function say(plot: uPlot, data: uPlot.AlignedData): void {
  const { idx } = plot.cursor
  const at = idx === null || idx === undefined ? undefined : data[0][idx]
  if (at === undefined || idx === null || idx === undefined) return
  const calls = data[1]?.[idx] ?? 0
  const failed = data[2]?.[idx] ?? 0
  const words = failed > 0 ? `, ${rounded(failed, 2)} failed` : ''
  plot.root.title = `${clockTime(at * 1_000)}: ${calls >= 100 ? grouped(Math.round(calls)) : rounded(calls, 3)} calls per second${words}`
}
