/** So many characters of a reason are taken, wherever one is given. */
export const REASON_LIMIT = 4000
