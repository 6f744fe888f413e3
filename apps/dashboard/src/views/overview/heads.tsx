import { store } from '../../data/live.js'
import { Unit } from '../../parts/figure.js'
import { Bar } from '../../parts/panel.js'
import { Disc } from '../../parts/status.js'
import { HEAD_LABELS, type HeadFigure, headFigures } from './headline.js'

const STATUS_OF_LABEL = { Warned: 'warned', Called: 'called', Liquidating: 'liquidating' } as const

export function Heads() {
  const system = store.system.value
  return (
    <section class="heads" aria-label="Headline figures">
      {system === null
        ? HEAD_LABELS.map((label) => (
            <div class="head" key={label}>
              <span class="label">
                {label in STATUS_OF_LABEL && <Disc status={STATUS_OF_LABEL[label as keyof typeof STATUS_OF_LABEL]} />}
                {label}
              </span>
              <span class="number">
                <Bar width="64px" />
              </span>
              <span class="note" />
            </div>
          ))
        : headFigures(system).map((figure) => <Head key={figure.label} figure={figure} />)}
    </section>
  )
}

function Head({ figure }: { readonly figure: HeadFigure }) {
  const content = (
    <>
      <span class="label">
        {figure.status !== undefined && <Disc status={figure.status} />}
        {figure.label}
        {figure.of !== undefined && <Unit>{figure.of}</Unit>}
      </span>
      <span class="number" title={figure.exact}>
        {figure.digits}
        {figure.unit !== '' && <Unit>{figure.unit}</Unit>}
      </span>
      <span class="note">{figure.note}</span>
    </>
  )
  return figure.address === undefined ? (
    <div class="head">{content}</div>
  ) : (
    <a class="head" href={figure.address}>
      {content}
    </a>
  )
}
