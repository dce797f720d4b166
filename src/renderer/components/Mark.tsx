/** The mark of Backstep. */
export function Mark({ large }: { readonly large?: boolean }) {
  return (
    <svg className={large ? 'logo logo--large' : 'logo'} viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="5" />
      <path d="M19 5.5v4.75h-6v5.25H5.5M9 12 5.5 15.5 9 19" />
    </svg>
  )
}
