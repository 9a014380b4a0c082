import { Link } from '@tanstack/react-router'
import type { Incident } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { useMemo } from 'react'
import { KindShape } from '../../parts/data-type.tsx'
import { actorName, kindOfDataType, listed, shortActor } from '../../words/names.ts'
import { counted } from '../../words/numbers.ts'
import { levelCurve, pixel } from '../curve.ts'
import { type ChainData, type ChainEdge, type ChainNode, layoutChain } from './chain-layout.ts'

interface ChainProps {
  readonly flows: Incident['flows']
  readonly steps: Incident['timeline']
}

const width = 500
const actorX = 10
const serviceX = 188
const boxWidth = 112
const serviceWidth = 140
const dataX = 352
const boxHeight = 38

/** Actor → service → data, with the numbers of the timeline. */
export function Chain({ flows, steps }: ChainProps): ReactElement {
  const layout = useMemo(() => layoutChain(flows, steps), [flows, steps])
  const { actors, services, data, edges, height } = layout
  return (
    <svg
      className="chain"
      viewBox={`0 0 ${width} ${height}`}
      width="100%"
      style={{ maxWidth: width }}
      role="group"
      aria-label={`${listed(actors.map(({ name }) => shortActor(name)))} reached ${listed(services.map(({ name }) => name))}`}
    >
      <defs>
        <marker
          id="arrow"
          viewBox="0 0 8 8"
          refX="6.5"
          refY="4"
          markerWidth="5"
          markerHeight="5"
          orient="auto"
        >
          <path d="M0 0 8 4 0 8z" fill="var(--critical)" />
        </marker>
      </defs>
      <rect x="0" y="0" width={boxWidth + 20} height={height} rx="4" fill="var(--bank)" />
      <rect
        x={dataX - 10}
        y="0"
        width={width - dataX + 10}
        height={height}
        rx="4"
        fill="var(--bed)"
      />
      <text x={actorX} y="16" className="bank-ink">
        Actor
      </text>
      <text x={serviceX} y="16">
        Service
      </text>
      <text x={dataX} y="16">
        Data it was sent
      </text>
      {edges.map((edge) => (
        <EdgeLine key={`${edge.fromY} ${edge.toY}`} edge={edge} />
      ))}
      {actors.map((actor) => (
        <ActorBox key={actor.name} actor={actor} />
      ))}
      {services.map(({ name, y }) => (
        <Link key={name} to="/catalog" search={{ service: name }}>
          <title>{name}</title>
          <rect
            x={serviceX}
            y={pixel(y - boxHeight / 2)}
            width={serviceWidth}
            height={boxHeight}
            rx="3"
            className="node"
          />
          <text x={serviceX + 10} y={pixel(y + 4)} className="name">
            {cut(name, 18)}
          </text>
        </Link>
      ))}
      {data.map((one) => (
        <Sent key={one.service} sent={one} />
      ))}
    </svg>
  )
}

function ActorBox({ actor }: { readonly actor: ChainNode }): ReactElement {
  const { name, y } = actor
  const { kind, name: own, hash } = actorName(name)
  return (
    <g>
      <title>{name}</title>
      <rect
        x={actorX}
        y={pixel(y - boxHeight / 2)}
        width={boxWidth}
        height={boxHeight}
        rx="5"
        className="actor"
      />
      <text x={actorX + 10} y={pixel(y - 3)} className="name hot">
        {hash ? `••••${own.slice(-4)}` : cut(own, 15)}
      </text>
      <text x={actorX + 10} y={pixel(y + 11)}>
        {kind}
      </text>
    </g>
  )
}

function EdgeLine({ edge }: { readonly edge: ChainEdge }): ReactElement {
  const { fromY, toY, steps, calls } = edge
  const from = { x: actorX + boxWidth, y: fromY }
  const to = { x: serviceX - 3, y: toY }
  const middle = { x: (from.x + to.x) / 2, y: (fromY + toY) / 2 }
  return (
    <g>
      <title>{counted(calls, 'call')}</title>
      <path
        d={`M${pixel(from.x)} ${pixel(from.y)}${levelCurve(from, to)}`}
        fill="none"
        stroke="var(--critical)"
        strokeWidth="2"
        strokeDasharray={steps.length === 0 ? '2 4' : undefined}
        markerEnd="url(#arrow)"
      />
      {steps.map((number, index) => {
        const x = middle.x + (index - (steps.length - 1) / 2) * 19
        return (
          <g key={number}>
            <circle
              cx={pixel(x)}
              cy={pixel(middle.y)}
              r="8.5"
              fill="var(--critical)"
              stroke="var(--surface)"
              strokeWidth="1.5"
            />
            <text x={pixel(x)} y={pixel(middle.y + 4)} textAnchor="middle" className="mark">
              {number}
            </text>
          </g>
        )
      })}
    </g>
  )
}

const mostTypes = 3
const typeHeight = 17

function Sent({ sent }: { readonly sent: ChainData }): ReactElement {
  const { types, y } = sent
  const shown = types.length > mostTypes ? types.slice(0, mostTypes - 1) : types
  const more = types.length - shown.length
  const rows = shown.length + (more > 0 ? 1 : 0)
  const begin = y - (rows * typeHeight) / 2
  if (types.length === 0) {
    return (
      <text x={dataX} y={pixel(y + 4)}>
        nothing sensitive
      </text>
    )
  }
  return (
    <g>
      <path
        d={`M${serviceX + serviceWidth} ${pixel(y)}H${dataX - 14}`}
        stroke="var(--critical)"
        strokeWidth="2"
        markerEnd="url(#arrow)"
      />
      <title>{types.map(({ type }) => type).join(', ')}</title>
      {shown.map(({ type, category }, index) => {
        const kind = kindOfDataType(type, category)
        return (
          <g
            key={type}
            className={`kind ${kind}`}
            transform={`translate(${dataX} ${pixel(begin + index * typeHeight)})`}
          >
            <g transform="translate(0 4)">
              <KindShape kind={kind} />
            </g>
            <text x="13" y="12" className="m">
              {cut(type, 18)}
            </text>
          </g>
        )
      })}
      {more > 0 && (
        <text x={dataX + 13} y={pixel(begin + shown.length * typeHeight + 12)}>
          and {more} more
        </text>
      )}
    </g>
  )
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
