import type { Overview, StreamFlow } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { useMemo } from 'react'
import type { Lens } from '../../app/decode-search.ts'
import { counted, grouped, perSecond } from '../../words/numbers.ts'
import { pixel } from '../curve.ts'
import { useWidth } from '../use-width.ts'
import { NodeBox } from './node-box.tsx'
import { bowPath, ribbonMiddle, ribbonPath } from './ribbon-path.ts'
import { shortNames } from './short-names.ts'
import { type Door, layoutStream, type Ribbon, type StreamLayout } from './stream-layout.ts'
import { failingStripes, type Ink, leavingStripes, type Stripe, whole } from './stripes.ts'

interface StreamChartProps {
  readonly nodes: NonNullable<Overview['nodes']>
  readonly flows: NonNullable<Overview['flows']>
  readonly lens: Lens
}

const titleHeight = 28
/** The weir reaches this much beyond what flows. */
const sill = 8

/** The height follows the fullest column, so that no box is squeezed. */
function heightFor(nodes: StreamChartProps['nodes']): number {
  const count = (role: (typeof nodes)[number]['role']): number =>
    Math.min(8, nodes.filter((node) => node.role === role).length)
  const fullest = Math.max(
    count('caller'),
    count('service'),
    count('third-party') + count('store') + 1,
  )
  return Math.min(420, Math.max(210, fullest * 42))
}

/** Traffic from who calls, through the weir, to services and on to where data ends. */
export function StreamChart({ nodes, flows, lens }: StreamChartProps): ReactElement {
  const [ref, width] = useWidth<HTMLDivElement>()
  const height = heightFor(nodes)
  const layout = useMemo(
    () => (width === 0 ? null : layoutStream(nodes, flows, { width, height })),
    [nodes, flows, width, height],
  )
  const names = useMemo(() => shortNames(nodes.map(({ name }) => name)), [nodes])
  return (
    <div ref={ref} className="river" style={{ minHeight: height + titleHeight }}>
      {layout !== null && (
        <svg
          width={width}
          height={height + titleHeight + sill + 2}
          role="group"
          aria-label={sentence(nodes, flows)}
        >
          <Banks layout={layout} height={height} />
          <g transform={`translate(0 ${titleHeight})`}>
            {layout.ribbons.map((ribbon) => (
              <RibbonMark
                key={`${ribbon.flow.source}>${ribbon.flow.destination}`}
                ribbon={ribbon}
                lens={lens}
              />
            ))}
            <Weir layout={layout} height={height} />
            {layout.ribbons.map((ribbon) =>
              ribbon.flow.flagged > 0 ? (
                <Thread key={`${ribbon.flow.source}>${ribbon.flow.destination}`} ribbon={ribbon} />
              ) : null,
            )}
            {layout.doors.map((door) => (
              <Gate key={door.to} door={door} x={layout.weirX + layout.weirWidth + 5} />
            ))}
            {layout.boxes.map((box) => (
              <NodeBox key={box.name} box={box} shown={names.get(box.name) ?? box.name} />
            ))}
          </g>
        </svg>
      )}
    </div>
  )
}

function sentence(nodes: StreamChartProps['nodes'], flows: StreamChartProps['flows']): string {
  const of = (role: (typeof nodes)[number]['role']): number =>
    nodes.filter((node) => node.role === role).length
  const calls = flows.reduce((sum, flow) => sum + flow.calls, 0)
  return `${counted(calls, 'call')} from ${counted(of('caller'), 'caller')} to ${counted(of('service'), 'service')}, ${counted(of('store'), 'store')} and ${counted(of('third-party'), 'third party', 'third parties')}. The table below has the same.`
}

const inks: Readonly<Record<Ink, string>> = {
  water: 'var(--flow-2)',
  failing: 'var(--medium)',
  person: 'var(--dt-person)',
  money: 'var(--dt-money)',
  contact: 'var(--dt-contact)',
  secret: 'var(--dt-secret)',
  tech: 'var(--dt-tech)',
}

function stripesOf({ flow, source, destination }: Ribbon, lens: Lens): readonly Stripe[] {
  if (lens === 'traffic') return whole
  if (lens === 'errors') return failingStripes(flow)
  return leavingStripes(flow, source.role, destination.role)
}

function RibbonMark({
  ribbon,
  lens,
}: {
  readonly ribbon: Ribbon
  readonly lens: Lens
}): ReactElement {
  const { flow, bow, width } = ribbon
  const title = <title>{flowWords(flow)}</title>
  if (bow !== null) {
    return (
      <path
        d={bowPath(ribbon)}
        fill="none"
        stroke="var(--flow-3)"
        strokeWidth={pixel(width)}
        opacity=".7"
      >
        {title}
      </path>
    )
  }
  return (
    <g className="ribbon">
      {title}
      {stripesOf(ribbon, lens).map(({ ink, from, to }) => (
        <path
          key={ink}
          d={ribbonPath(ribbon, from, to)}
          fill={lens === 'traffic' ? 'var(--flow-3)' : inks[ink]}
          opacity={ink === 'water' ? 0.75 : 0.38}
        />
      ))}
    </g>
  )
}

function flowWords({
  source,
  destination,
  calls,
  calls_per_second: rate,
  failing_share: failing,
  flagged,
}: StreamFlow): string {
  const parts = [`${source} to ${destination}: ${counted(calls, 'call')}, ${perSecond(rate)}/s`]
  if (failing > 0) parts.push(`${grouped(Math.round(failing * calls))} failed`)
  if (flagged > 0) parts.push(`${grouped(flagged)} raised a finding`)
  return parts.join(', ')
}

/** What raised a finding, along its ribbon. */
function Thread({ ribbon }: { readonly ribbon: Ribbon }): ReactElement {
  const path = ribbon.bow === null ? ribbonMiddle(ribbon) : bowPath(ribbon)
  return (
    <path d={path} fill="none" stroke="var(--critical)" strokeWidth="2.2" strokeLinecap="round">
      <title>{flowWords(ribbon.flow)}</title>
    </path>
  )
}

function Weir({
  layout,
  height,
}: {
  readonly layout: StreamLayout
  readonly height: number
}): ReactElement {
  const { posts, weirX, weirWidth } = layout
  return (
    <g fill="var(--ink-2)">
      <rect x={pixel(weirX)} y={-sill} width={weirWidth} height={sill - 2} rx="1" />
      <rect x={pixel(weirX)} y={height + 2} width={weirWidth} height={sill - 2} rx="1" />
      {posts.map((post) => (
        <rect
          key={post.y}
          x={pixel(weirX)}
          y={pixel(post.y)}
          width={weirWidth}
          height={pixel(post.height)}
          rx="2"
        />
      ))}
    </g>
  )
}

/** The gate of an opening: raised, since nothing closes it yet. */
function Gate({ door, x }: { readonly door: Door; readonly x: number }): ReactElement | null {
  if (door.height < 20 && door.flagged === 0) return null
  const y = Math.max(0, door.y + door.height / 2 - 9)
  const post = door.flagged > 0 ? 'var(--critical)' : 'var(--ink-3)'
  return (
    <g transform={`translate(${pixel(x)} ${pixel(y)})`} fill="none">
      <title>{`To ${door.to}: open, watched`}</title>
      <rect
        width="22"
        height="22"
        x="-2"
        y="-2"
        rx="4"
        fill="var(--surface)"
        stroke="var(--line-strong)"
      />
      <path d="M3 2v14M15 2v14M3 2.6h12" stroke={post} strokeWidth="1.5" strokeLinecap="round" />
      <rect x="4.700" y="3.600" width="8.600" height="3.400" rx=".8" fill={post} />
      <path d="M5 14c1.300-1 2.700-1 4 0s2.700 1 4 0" stroke="var(--water)" strokeWidth="1.4" />
    </g>
  )
}

function Banks({
  layout,
  height,
}: {
  readonly layout: StreamLayout
  readonly height: number
}): ReactElement {
  const { boxes, weirX } = layout
  const columnX = (column: number): number | undefined =>
    boxes.find((box) => box.column === column)?.x
  const parties = boxes.filter(({ role }) => role === 'third-party')
  const firstStore = boxes.find(({ role }) => role === 'store')
  const last = parties.at(-1)
  const ends = columnX(4)
  return (
    <>
      {last !== undefined && ends !== undefined && (
        <rect
          className="bank"
          x={pixel(ends - 12)}
          y="0"
          width={pixel(last.width + 12)}
          height={pixel(
            titleHeight + Math.max(...parties.map(({ y, height: own }) => y + own)) + 8,
          )}
          rx="4"
        />
      )}
      <text className="col" x="0" y="13">
        Who calls, per second
      </text>
      <text className="col" x={pixel(weirX)} y="13">
        Weir
      </text>
      <Title x={columnX(2) ?? columnX(3)} text="Services" />
      {columnX(2) !== undefined && <Title x={columnX(3)} text="Behind them" />}
      {parties.length > 0 && <Title x={ends} text="Third parties" className="col bank-ink" />}
      {firstStore !== undefined && (
        <Title
          x={ends}
          text="Stores"
          y={firstStore.y < 1 ? 13 : Math.min(height, firstStore.y + titleHeight - 9)}
        />
      )}
    </>
  )
}

interface TitleProps {
  readonly x: number | undefined
  readonly text: string
  readonly y?: number
  readonly className?: string
}

function Title({ x, text, y = 13, className = 'col' }: TitleProps): ReactElement | null {
  if (x === undefined) return null
  return (
    <text className={className} x={pixel(x)} y={pixel(y)}>
      {text}
    </text>
  )
}
