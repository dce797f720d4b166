/** The value that a share of all values does not exceed. */
export const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)]
export const median = (values) => quantile(values, 0.5)
