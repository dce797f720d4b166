import { Fragment } from 'react'
import { visible, Visible } from './UserText'
import { visibleText } from './visible'

export interface PathTextProps {
  /** A path, or what ends with one: a release, an image. */
  readonly children: string
  readonly className?: string
}

/** One line whose beginning gives way, with the whole as a tooltip: paths differ at their end. */
export function PathText({ children, className = '' }: PathTextProps) {
  return <span className={`path-text ${className}`.trim()} title={visibleText(children, 'one')}><bdi>{visible(children, 'one')}</bdi></span>
}

/** The same over several lines, which end behind a slash and not within a word. */
export function WrappedPath({ children, className }: PathTextProps) {
  return <bdi className={className}>{children.split(/(?<=\/)/).map((part, index) => <Fragment key={index}><Visible text={part} /><wbr /></Fragment>)}</bdi>
}
